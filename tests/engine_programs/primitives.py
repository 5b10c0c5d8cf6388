"""Programs that use what asyncio offers to order tasks. Readable by Python 3.6."""

import asyncio
from typing import Any

from engine_programs.this_python import aio, now


async def turns(number: int) -> None:
    for _ in range(number):
        await aio.sleep(0)


def together(coroutines: Any) -> Any:
    """Start them in order: up to Python 3.6, gather starts them in the order of a set."""
    return aio.gather(*[aio.ensure_future(coroutine) for coroutine in coroutines])


async def a_lock_is_handed_on_in_order(world: Any) -> None:
    lock = aio.Lock()

    async def worker(name: int) -> None:
        world.say(name, "wants", lock.locked())
        async with lock:
            world.say(name, "has")
            await turns(name)
        world.say(name, "had")

    await together(map(worker, range(4)))


async def a_waiter_of_a_lock_is_cancelled(world: Any) -> None:
    lock = aio.Lock()
    await lock.acquire()

    async def worker(name: int) -> None:
        try:
            async with lock:
                world.say(name, "has")
        except aio.CancelledError:
            world.say(name, "gives up")
            raise

    tasks = [aio.ensure_future(worker(name)) for name in range(3)]
    await turns(1)
    tasks[0].cancel()
    lock.release()
    tasks[1].cancel()
    results = await aio.gather(*tasks, return_exceptions=True)
    world.say([type(result) is aio.CancelledError for result in results], lock.locked())


async def an_event_wakes_all(world: Any) -> None:
    event = aio.Event()

    async def waiter(name: int) -> None:
        world.say(name, await event.wait())

    tasks = [aio.ensure_future(waiter(name)) for name in range(3)]
    await turns(1)
    event.set()
    event.clear()
    world.say("set and cleared", event.is_set())
    await aio.gather(*tasks)


async def a_semaphore_admits_two(world: Any) -> None:
    semaphore = aio.Semaphore(2)

    async def worker(name: int) -> None:
        async with semaphore:
            world.say(name, "in", semaphore.locked())
            await aio.sleep(1 + name)
            world.say(name, "out")

    await together(map(worker, range(5)))


async def a_bounded_semaphore_is_released_too_often(world: Any) -> None:
    semaphore = aio.BoundedSemaphore(1)
    async with semaphore:
        world.say("in")
    semaphore.release()


async def a_condition_notifies_some_then_all(world: Any) -> None:
    condition = aio.Condition()
    ready: list[int] = []

    async def waiter(name: int) -> None:
        async with condition:
            await condition.wait_for(lambda: len(ready) > name)
            world.say(name, "sees", len(ready))

    tasks = [aio.ensure_future(waiter(name)) for name in range(3)]
    await turns(2)
    for number in range(1, 4):
        async with condition:
            ready.append(number)
            condition.notify(number) if number < 3 else condition.notify_all()
        await turns(number)
    await aio.gather(*tasks)


async def a_condition_wait_is_cancelled(world: Any) -> None:
    condition = aio.Condition()

    async def waiter() -> None:
        async with condition:
            try:
                await condition.wait()
            except aio.CancelledError:
                world.say("cancelled, has the lock again:", condition.locked())
                raise

    task = aio.ensure_future(waiter())
    await turns(2)
    async with condition:
        task.cancel()
        await turns(3)
        world.say("done", task.done())
    await aio.wait([task])


async def queues_keep_their_orders(world: Any) -> Any:
    queues = [aio.Queue(), aio.LifoQueue(), aio.PriorityQueue()]
    for queue in queues:
        for item in (2, 3, 1):
            queue.put_nowait(item)
    got = []
    for queue in queues:
        got += [await queue.get() for _ in range(3)]
    return got


async def a_bounded_queue_is_joined(world: Any) -> None:
    queue = aio.Queue(2)

    async def producer() -> None:
        for item in range(5):
            await queue.put(item)
            world.say("put", item, queue.qsize(), queue.full())

    async def consumer(name: str) -> None:
        while True:
            item = await queue.get()
            world.say(name, "got", item)
            await aio.sleep(0.5 + item)
            queue.task_done()

    consumers = [aio.ensure_future(consumer(name)) for name in "ab"]
    await producer()
    await queue.join()
    world.say("joined", now().time())
    for task in consumers:
        task.cancel()
    world.say(
        [type(each) for each in await aio.gather(*consumers, return_exceptions=True)]
        == [aio.CancelledError] * 2
    )


async def a_queue_is_empty_or_full_at_once(world: Any) -> None:
    queue = aio.Queue(1)
    try:
        queue.get_nowait()
    except aio.QueueEmpty as error:
        world.say(error, type(error).__name__)
    queue.put_nowait(1)
    queue.put_nowait(2)


async def getters_of_a_queue_are_cancelled(world: Any) -> None:
    queue = aio.Queue()
    tasks = [aio.ensure_future(queue.get()) for _ in range(3)]
    await turns(1)
    tasks[0].cancel()
    queue.put_nowait("x")
    tasks[1].cancel()
    await turns(2)
    world.say([task.cancelled() for task in tasks], tasks[2].result())


async def a_barrier_is_passed_twice(world: Any) -> None:
    if hasattr(aio, "Barrier"):
        barrier = aio.Barrier(3)

        async def party(name: int) -> None:
            for number in range(2):
                place = await barrier.wait()
                world.say(name, "passes", number, place)

        await together(map(party, range(3)))


async def a_barrier_is_broken(world: Any) -> None:
    if hasattr(aio, "Barrier"):
        barrier = aio.Barrier(3)
        tasks = [aio.ensure_future(barrier.wait()) for _ in range(2)]
        await turns(1)
        await barrier.abort()
        results = await aio.gather(*tasks, return_exceptions=True)
        world.say([type(result).__name__ for result in results], barrier.broken)


async def a_queue_is_shut_down(world: Any) -> None:
    if hasattr(aio.Queue, "shutdown"):
        queue = aio.Queue()
        queue.put_nowait(1)
        queue.shutdown()
        world.say(await queue.get())
        await queue.get()


async def a_stream_is_fed_by_hand(world: Any) -> None:
    reader = aio.StreamReader(loop=now())

    async def feed() -> None:
        for chunk in (b"one\ntw", b"o\nth", b"ree and more"):
            await aio.sleep(1)
            reader.feed_data(chunk)
        reader.feed_eof()

    task = aio.ensure_future(feed())
    world.say(await reader.readline(), await reader.readline(), await reader.readexactly(5))
    world.say(await reader.read(), reader.at_eof())
    try:
        await reader.readexactly(1)
    except aio.IncompleteReadError as error:
        world.say(type(error).__name__, error.partial)
    await task


PROGRAMS = [
    program
    for name, program in sorted(globals().items())
    if asyncio.iscoroutinefunction(program) and name != "turns"
]
