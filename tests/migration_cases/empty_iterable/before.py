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


def written(data):
    print(data)
    return ()


@asyncio.coroutine
def flush(writer, closing=False):
    waiter = ()
    if closing:
        waiter = writer.drain()
    yield from waiter
    yield from writer.write(b"rest") if closing else ()
    print("flushed")


def answers(prompts):
    return [prompt.upper() for prompt in prompts] if prompts else []


@asyncio.coroutine
def asked_first(prompts):
    result = answers(prompts)
    if asyncio.iscoroutine(result):
        result = yield from result
    return result


@asyncio.coroutine
def main():
    for size in (0, 1):
        yield from Writer(size).write(b"data")
    print(Writer(0).write(b"") == ())
    yield from flush(Writer(2))
    yield from flush(Writer(3), closing=True)
    print((yield from asked_first([])) == [])
    writer = mock.Mock()
    writer.write.return_value = ()
    yield from writer.write(b"data")
    writer.write.side_effect = written
    yield from writer.write(b"more")


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
