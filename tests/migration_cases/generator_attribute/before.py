import asyncio
import types


class Request:
    def __init__(self, coroutine):
        self._coroutine = coroutine

    @property
    def gi_frame(self):
        return self._coroutine.gi_frame

    @asyncio.coroutine
    def send(self):
        return (yield from self._coroutine)


@asyncio.coroutine
def answer():
    yield from asyncio.sleep(0)
    return "answer"


def numbers():
    yield 1


request = Request(answer())
print(isinstance(request.gi_frame, types.FrameType), numbers().gi_frame is not None)
loop = asyncio.new_event_loop()
print(loop.run_until_complete(request.send()))
loop.close()
