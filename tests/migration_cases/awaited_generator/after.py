import asyncio
import types


class Channel:
    async def receive(self):
        received = await self.turns()
        return received

    @types.coroutine
    def turns(self):
        yield
        received = yield
        return received


async def receiving(channel):
    print(await channel.turns())
    print(await Channel().receive())


loop = asyncio.new_event_loop()
loop.run_until_complete(receiving(Channel()))
loop.close()
by_hand = Channel().turns()
print(next(by_hand), by_hand.send(1))
