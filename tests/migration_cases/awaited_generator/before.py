import asyncio


class Channel:
    def receive(self):
        received = yield from self.turns()
        return received

    def turns(self):
        yield
        received = yield
        return received


@asyncio.coroutine
def receiving(channel):
    print((yield from channel.turns()))
    print((yield from Channel().receive()))


loop = asyncio.new_event_loop()
loop.run_until_complete(receiving(Channel()))
loop.close()
by_hand = Channel().turns()
print(next(by_hand), by_hand.send(1))
