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


class Page:
    def read(self):
        return "a page"


class Letter:
    def read(self):
        yield from asyncio.sleep(0)
        return "a letter"


class Door:
    def __init__(self, opened):
        self.opened = opened

    def enter(self):
        yield from self.opened
        print("entered")


@asyncio.coroutine
def enter_all(loop):
    opened = loop.create_future()
    loop.call_soon(opened.set_result, None)
    doors = [Door(opened), Door(opened)]
    entering = [door.enter() for door in doors]
    yield from asyncio.gather(*entering)


def waiting(call):
    print((yield from call()))


def read_aloud(readable):
    text = yield from readable.read()
    print(text)


def start(handler):
    loop.run_until_complete(handler(Letter()))


client = Client(["one", "two"])
loop = asyncio.new_event_loop()
print(loop.run_until_complete(client.receive()))
loop.run_until_complete(waiting(client.receive))
start(read_aloud)
loop.run_until_complete(enter_all(loop))
print(list(client.flat([1, [2, [3]]])))
loop.close()
