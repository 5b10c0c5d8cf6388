"""Tasks that meet in asyncio's own primitives."""

import asyncio
from typing import Any, Callable, Dict, List


def _soon(work: Any) -> Any:
    return asyncio.ensure_future(work)


async def a_lock(world: Any) -> Any:
    counter = [0]
    lock = asyncio.Lock()

    async def count() -> None:
        async with lock:
            seen = counter[0]
            await asyncio.sleep(0)
            counter[0] = seen + 1

    await asyncio.gather(count(), count())
    return counter


async def a_semaphore(world: Any) -> Any:
    places = asyncio.Semaphore(1)

    async def enter(name: str) -> None:
        await places.acquire()
        world.say(name)
        places.release()

    await asyncio.gather(*map(enter, "ab"))


async def a_condition(world: Any) -> Any:
    condition = asyncio.Condition()
    items: List[str] = []

    async def take(name: str) -> None:
        async with condition:
            await condition.wait_for(lambda: items)
            world.say(name, items.pop())

    async def give() -> None:
        async with condition:
            items.append("item")
            condition.notify_all()

    tasks = [_soon(take("a")), _soon(give())]
    await asyncio.wait(tasks)


async def a_queue(world: Any) -> Any:
    queue: Any = asyncio.Queue(1)

    async def produce() -> None:
        for number in range(2):
            await queue.put(number)

    async def consume(name: str) -> None:
        world.say(name, await queue.get())

    tasks = [_soon(produce()), _soon(consume("a")), _soon(consume("b"))]
    await asyncio.sleep(1)
    return [task.done() for task in tasks]


async def an_event(world: Any) -> Any:
    event = asyncio.Event()

    async def wait(name: str) -> None:
        await event.wait()
        world.say(name)

    async def ring() -> None:
        event.set()
        await asyncio.sleep(0)
        event.clear()

    for work in (wait("a"), ring(), wait("b")):
        _soon(work)
    await asyncio.sleep(1)


async def first_completed(world: Any) -> Any:
    async def work(steps: int) -> int:
        for _ in range(steps):
            await asyncio.sleep(0)
        return steps

    tasks = [_soon(work(1)), _soon(work(2))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.sleep(0)
    return [task in done for task in tasks], [task.cancelled() for task in tasks]


async def a_failure_in_gather(world: Any) -> Any:
    async def fail(error: Exception) -> None:
        await asyncio.sleep(0)
        raise error

    await asyncio.gather(fail(ValueError()), fail(KeyError()))


async def a_cancelled_task(world: Any) -> Any:
    async def work() -> None:
        try:
            await asyncio.sleep(0)
            world.say("half")
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            world.say("cancelled")

    async def cancel() -> None:
        await asyncio.sleep(0)
        task.cancel()

    task = _soon(work())
    _soon(cancel())
    await asyncio.sleep(2)
    return task.done()


async def a_task_cancelled_while_ready(world: Any) -> Any:
    seen: List[str] = []
    tasks: List[Any] = []

    async def work() -> None:
        seen.append("begun")
        await asyncio.sleep(0)
        seen.append("done")

    async def cancel() -> None:
        tasks[0].cancel()

    _soon(cancel())
    tasks.append(_soon(work()))
    await asyncio.sleep(1)
    return seen


async def a_task_watched(world: Any) -> Any:
    async def work() -> None:
        await asyncio.sleep(0)

    async def watch(task: Any) -> bool:
        done: bool = task.done()
        return done

    tasks = [_soon(work())]
    tasks.append(_soon(watch(tasks[0])))
    await asyncio.sleep(1)
    return tasks[1].result()


async def callbacks_of_one_task(world: Any) -> Any:
    """Change what a task calls when it ends, while it is ready."""
    seen: List[str] = []

    def ended(task: Any) -> None:
        seen.append("ended")

    async def work() -> None:
        pass

    async def add() -> None:
        task.add_done_callback(ended)

    async def remove() -> None:
        task.remove_done_callback(ended)

    _soon(add())
    _soon(remove())
    task = _soon(work())
    await asyncio.sleep(1)
    return seen


async def a_held_gather(world: Any) -> Any:
    seen: List[str] = []
    held: List[Any] = []

    async def work() -> None:
        await asyncio.sleep(0)
        seen.append("worked")

    async def cancel() -> None:
        await asyncio.sleep(0)
        held[0].cancel()

    _soon(cancel())
    held.append(asyncio.gather(work()))
    await asyncio.sleep(1)
    return seen, held[0].cancelled()


async def a_cancelled_gather(world: Any) -> Any:
    """Cancel a task that waits for a task: what is cancelled is two references away."""
    seen: List[str] = []

    async def inner() -> None:
        await asyncio.sleep(0)
        seen.append("first")
        await asyncio.sleep(0)
        seen.append("second")

    async def outer() -> None:
        await asyncio.gather(inner(), asyncio.sleep(0))

    async def cancel() -> None:
        await asyncio.sleep(0)
        task.cancel()

    task = _soon(outer())
    _soon(cancel())
    await asyncio.sleep(1)
    return seen


async def a_cancelled_handle(world: Any) -> Any:
    seen: List[str] = []
    loop = asyncio.get_event_loop()
    handles: List[Any] = []
    loop.call_soon(lambda: handles[0].cancel())
    handles.append(loop.call_soon(seen.append, "first"))
    handles.append(loop.call_soon(lambda: handles[2].cancel()))
    handles.append(loop.call_soon(lambda: handles[1].cancel()))
    handles.append(loop.call_soon(seen.append, "last"))
    await asyncio.sleep(1)
    return seen


async def a_future_ended_twice(world: Any) -> Any:
    future = asyncio.get_event_loop().create_future()

    async def end(word: str) -> None:
        await asyncio.sleep(0)
        if not future.done():
            future.set_result(word)

    async def cancel() -> None:
        future.cancel()

    for work in (end("a"), end("b"), cancel()):
        _soon(work)
    return await future


async def a_shielded_task(world: Any) -> Any:
    seen: List[str] = []

    async def work() -> None:
        await asyncio.sleep(0)
        seen.append("done")

    async def shielding() -> None:
        await asyncio.shield(_soon(work()))

    task = _soon(shielding())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    return seen, task.cancelled()


async def a_timeout(world: Any) -> Any:
    try:
        return await asyncio.wait_for(asyncio.sleep(1, "in time"), 1)
    except asyncio.TimeoutError:
        return "too late"


async def one_answer_for_two(world: Any) -> Any:
    answer = world.fetch("it")

    async def use(name: str) -> None:
        world.say(name, await answer)

    tasks = [_soon(use("a")), _soon(use("b"))]
    await asyncio.wait(tasks)


async def the_end_of_the_program(world: Any) -> Any:
    async def work() -> None:
        for number in range(3):
            world.say(number)
            await asyncio.sleep(0)

    _soon(work())
    await asyncio.sleep(0)


async def a_failure_nobody_sees(world: Any) -> Any:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise ValueError

    _soon(fail())
    asyncio.get_event_loop().call_soon(int, "no number")
    await asyncio.sleep(0)


async def an_exit(world: Any) -> Any:
    async def leave() -> None:
        await asyncio.sleep(0)
        raise SystemExit(3)

    _soon(leave())
    await asyncio.sleep(0)
    world.say("still here")
    await asyncio.sleep(0)


PROGRAMS: Dict[str, Callable[[Any], Any]] = {
    name: value
    for name, value in vars().copy().items()
    if asyncio.iscoroutinefunction(value) and not name.startswith("_")
}
