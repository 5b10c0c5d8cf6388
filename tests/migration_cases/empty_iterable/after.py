import asyncio
from unittest import mock


class _Nothing(tuple):
    """The empty tuple, which can also be awaited: there is nothing to wait for."""

    def __await__(self):
        return iter(self)


class Writer:
    def __init__(self, size):
        self.size = size

    def write(self, data):
        if self.size:
            return self.drain()
        return _Nothing()

    async def drain(self):
        await asyncio.sleep(0)
        print("drained", self.size)


def written(data):
    print(data)
    return _Nothing()


async def flush(writer, closing=False):
    waiter = _Nothing()
    if closing:
        waiter = writer.drain()
    await waiter
    await (writer.write(b"rest") if closing else _Nothing())
    print("flushed")


def answers(prompts):
    return [prompt.upper() for prompt in prompts] if prompts else []


async def asked_first(prompts):
    result = answers(prompts)
    if asyncio.iscoroutine(result):
        result = await result
    return result


async def main():
    for size in (0, 1):
        await Writer(size).write(b"data")
    print(Writer(0).write(b"") == ())
    await flush(Writer(2))
    await flush(Writer(3), closing=True)
    print(await asked_first([]) == [])
    writer = mock.Mock()
    writer.write.return_value = _Nothing()
    await writer.write(b"data")
    writer.write.side_effect = written
    await writer.write(b"more")


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
