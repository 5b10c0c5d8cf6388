"""Two tasks that reach the same object, or do not, each pair in another way."""

import asyncio
import contextlib
import functools
import types
import weakref
from typing import Any, Awaitable, Callable, Dict, List

settings: Any = types.ModuleType("settings")
tally = 0


async def both(*workers: Awaitable[Any]) -> None:
    """Run tasks and give them a second, which does not reach them as ``gather`` would."""
    for worker in workers:
        asyncio.ensure_future(worker)
    await asyncio.sleep(1)


async def lost_update(world: Any) -> Any:
    counter = {"value": 0}

    async def count() -> None:
        for _ in range(2):
            seen = counter["value"]
            await asyncio.sleep(0)
            counter["value"] = seen + 1

    await asyncio.gather(count(), count())
    return counter["value"]


async def disjoint_counters(world: Any) -> Any:
    counters = [{"value": 0}, {"value": 0}]

    async def count(counter: Dict[str, int]) -> None:
        for _ in range(2):
            seen = counter["value"]
            await asyncio.sleep(0)
            counter["value"] = seen + 1

    await both(*map(count, counters))
    return counters


async def one_closure(world: Any) -> Any:
    total = 1

    async def change(factor: int, summand: int) -> None:
        def store(value: int) -> None:
            nonlocal total
            total = value

        seen = total
        await asyncio.sleep(0)
        store(seen * factor + summand)

    await both(change(2, 0), change(1, 3))
    return total


async def a_global(world: Any) -> Any:
    global tally
    tally = 1

    async def change(factor: int) -> None:
        global tally
        seen = tally
        await asyncio.sleep(0)
        tally = seen * factor + 1

    await both(change(2), change(3))
    return tally


async def a_module_attribute(world: Any) -> Any:
    settings.level = 0

    async def raise_it() -> None:
        settings.level += 1
        await asyncio.sleep(0)
        settings.level *= 3

    async def look() -> None:
        await asyncio.sleep(0)
        world.say(settings.level)

    await both(raise_it(), look())


async def a_class_attribute(world: Any) -> Any:
    class Account:
        balance = 0

        def __init__(self, name: str) -> None:
            self.name = name

        async def deposit(self) -> None:
            seen = Account.balance
            await asyncio.sleep(0)
            Account.balance = seen + 1

    await both(Account("a").deposit(), Account("b").deposit())
    return Account.balance


async def a_new_class_attribute(world: Any) -> Any:
    class Cache:
        pass

    async def fill() -> None:
        await asyncio.sleep(0)
        setattr(Cache, "".join(["con", "tents"]), "full")

    async def look(seen: List[str]) -> None:
        await asyncio.sleep(0)
        seen.append(getattr(Cache, "contents", "empty"))

    seen: List[str] = []
    await both(fill(), look(seen))
    return seen


async def a_function_attribute(world: Any) -> Any:
    def helper() -> Any:
        return getattr(helper, "mode", "plain")

    async def switch() -> None:
        await asyncio.sleep(0)
        vars(helper)["mode"] = "fancy"

    async def use(seen: List[str]) -> None:
        await asyncio.sleep(0)
        seen.append(helper())

    seen: List[str] = []
    await both(switch(), use(seen))
    return seen


async def one_instance(world: Any) -> Any:
    return await _two_boxes(shared=True)


async def two_instances(world: Any) -> Any:
    return await _two_boxes(shared=False)


class _Box:
    def __init__(self) -> None:
        self.value = 1

    def change(self, factor: int) -> None:
        self.value = self.value * factor + 1


async def _two_boxes(shared: bool) -> Any:
    first = _Box()
    second = first if shared else _Box()

    async def change(box: _Box, factor: int) -> None:
        await asyncio.sleep(0)
        box.change(factor)

    await both(change(first, 2), change(second, 3))
    return first.value, second.value


async def a_default_argument(world: Any) -> Any:
    def remember(item: str, seen: List[str] = []) -> List[str]:  # noqa: B006 - the point
        seen.append(item)
        return seen

    @functools.wraps(remember)
    def decorated(item: str) -> List[str]:
        return remember(item)

    async def work(item: str) -> None:
        await asyncio.sleep(0)
        decorated(item)

    await both(work("a"), work("b"))
    return decorated("end")


async def a_weak_and_a_strong_reference(world: Any) -> Any:
    async def change(find: Callable[[], Any], factor: int) -> None:
        await asyncio.sleep(0)
        find().change(factor)

    box = _Box()
    await both(change(weakref.ref(box), 2), change(lambda: box, 3))
    return box.value


async def a_context_variable(world: Any) -> Any:
    try:
        import contextvars
    except ImportError:  # Python 3.6
        return None
    current: Any = contextvars.ContextVar("current")
    seen: List[str] = []
    current.set(seen)

    async def work(item: str) -> None:
        await asyncio.sleep(0)
        current.get().append(item)

    await both(work("a"), work("b"))
    return seen


async def one_generator(world: Any) -> Any:
    numbers = (number for number in range(4))

    async def take(seen: List[int]) -> None:
        seen.append(next(numbers))
        await asyncio.sleep(0)
        seen.append(next(numbers))

    taken: List[List[int]] = [[], []]
    await both(*map(take, taken))
    return taken


async def one_async_generator(world: Any) -> Any:
    async def count() -> Any:
        for number in range(4):
            yield number

    numbers = count()

    async def take(seen: List[int]) -> None:
        seen.append(await numbers.__anext__())
        await asyncio.sleep(0)
        seen.append(await numbers.__anext__())

    taken: List[List[int]] = [[], []]
    await both(*map(take, taken))
    return taken


async def callbacks_of_all_kinds(world: Any) -> Any:
    seen: List[str] = []
    loop = asyncio.get_event_loop()
    loop.call_soon(seen.append, "bound method")
    loop.call_soon(functools.partial(seen.append, "partial"))
    loop.call_soon(list.append, seen, "arguments")
    loop.call_soon(lambda: seen.append("closure"))
    await asyncio.sleep(1)
    return seen


async def what_is_returned(world: Any) -> Any:
    async def work(word: str) -> None:
        seen.append(word)

    seen: List[str] = []
    for word in "ab":
        asyncio.ensure_future(work(word))
    await asyncio.sleep(0)
    return seen


async def one_result_of_two_futures(world: Any) -> Any:
    async def use(future: Any, word: str) -> None:
        (await future).append(word)

    seen: List[str] = []
    futures = [asyncio.get_event_loop().create_future() for _ in range(2)]
    for future in futures:
        future.set_result(seen)
    await both(*map(use, futures, "ab"))
    return seen


async def one_exit_stack(world: Any) -> Any:
    seen: List[str] = []

    async def work(stack: Any, word: str) -> None:
        await asyncio.sleep(0)
        stack.callback(seen.append, word)

    with contextlib.ExitStack() as stack:
        await both(work(stack, "a"), work(stack, "b"))
    return seen


async def words_said(world: Any) -> Any:
    async def talk(word: str) -> None:
        world.say(word, 1)
        await asyncio.sleep(0)
        world.say(word, 2)

    await both(talk("a"), talk("b"))


async def tasks_made(world: Any) -> Any:
    async def nothing() -> None:
        pass

    async def make(numbers: List[int]) -> None:
        await asyncio.sleep(0)
        numbers.append(hash(asyncio.ensure_future(nothing())))

    numbers: List[List[int]] = [[], []]
    await both(*map(make, numbers))
    return numbers


async def timers_made(world: Any) -> Any:
    async def wait(word: str) -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(1)
        world.say(word)

    await both(wait("a"), wait("b"))


PROGRAMS: Dict[str, Callable[[Any], Any]] = {
    name: value
    for name, value in vars().copy().items()
    if asyncio.iscoroutinefunction(value) and name != "both" and not name.startswith("_")
}
