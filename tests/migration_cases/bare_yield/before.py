import time

from asyncio import Task, coroutine, new_event_loop


@coroutine
def worker(name):
    for step in range(2):
        print(name, step)
        yield


def answer(value):
    return value
    yield  # makes a generator of it


@coroutine
def main():
    tasks = [Task(worker("a")), Task(worker("b"))]
    for task in tasks:
        yield from task
    print((yield None), (yield from answer(42)), time.time() > 0)


loop = new_event_loop()
loop.run_until_complete(main())
loop.close()
