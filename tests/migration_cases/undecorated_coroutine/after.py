import asyncio


class Client:
    def __init__(self, answers):
        self.answers = answers

    async def receive(self):
        answer = await self.next_answer()
        return answer

    async def next_answer(self):
        await asyncio.sleep(0)
        return self.answers.pop(0)

    def flat(self, nested):
        for item in nested:
            if isinstance(item, list):
                yield from self.flat(item)
            else:
                yield item


async def waiting(call):
    print(await call())


client = Client(["one", "two"])
loop = asyncio.new_event_loop()
print(loop.run_until_complete(client.receive()))
loop.run_until_complete(waiting(client.receive))
print(list(client.flat([1, [2, [3]]])))
loop.close()
