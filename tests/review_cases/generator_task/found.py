import asyncio
import types


@types.coroutine
def typed():
    yield from asyncio.sleep(0)


def driven():
    yield 1


class Service:
    @types.coroutine
    def work(self):
        yield

    async def start(self, loop):
        asyncio.create_task(self.work())  # found: generator-task
        loop.create_task(typed())  # found: generator-task
        await asyncio.gather(driven(), asyncio.sleep(0))  # found: generator-task
        async with asyncio.TaskGroup() as group:
            group.create_task(typed(), name="work")  # found: generator-task
        asyncio.run_coroutine_threadsafe(typed(), loop)  # found: generator-task


asyncio.run(typed())  # found: generator-task


async def main():
    work = typed()
    asyncio.create_task(work)  # found: generator-task
    asyncio.create_task(coro=typed())  # found: generator-task
