import asyncio


class Client:
    def __init__(self, answers):
        self.answers = answers

    def receive(self):
        answer = yield from self.next_answer()
        return answer

    def next_answer(self):
        yield from asyncio.sleep(0)
        return self.answers.pop(0)

    def flat(self, nested):
        for item in nested:
            if isinstance(item, list):
                yield from self.flat(item)
            else:
                yield item


def waiting(call):
    print((yield from call()))


client = Client(["one", "two"])
loop = asyncio.new_event_loop()
print(loop.run_until_complete(client.receive()))
loop.run_until_complete(waiting(client.receive))
print(list(client.flat([1, [2, [3]]])))
loop.close()
