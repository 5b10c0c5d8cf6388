import asyncio
from unittest import mock


class Writer:
    def __init__(self, size):
        self.size = size

    def write(self, data):
        if self.size:
            return self.drain()
        return ()

    @asyncio.coroutine
    def drain(self):
        yield from asyncio.sleep(0)
        print("drained", self.size)


@asyncio.coroutine
def main():
    for size in (0, 1):
        yield from Writer(size).write(b"data")
    print(Writer(0).write(b"") == ())
    writer = mock.Mock()
    writer.write.return_value = ()
    yield from writer.write(b"data")
    print(writer.write.called)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
