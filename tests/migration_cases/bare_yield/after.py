import asyncio
import time

from asyncio import Task, new_event_loop


async def worker(name):
    for step in range(2):
        print(name, step)
        await asyncio.sleep(0)


async def answer(value):
    return value
    pass  # makes a generator of it


async def main():
    tasks = [Task(worker("a")), Task(worker("b"))]
    for task in tasks:
        await task
    print(await asyncio.sleep(0), await answer(42), time.time() > 0)


loop = new_event_loop()
loop.run_until_complete(main())
loop.close()
