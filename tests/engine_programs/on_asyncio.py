"""asyncio's own event loop, with a clock that need not be waited for. Readable by Python 3.6."""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from engine_programs.this_python import aio, all_tasks
from off_coroutine.engine.describe import describe, spoken

if TYPE_CHECKING:
    from collections.abc import Callable


class Clocked(aio.BaseEventLoop):  # type: ignore[misc]  # typeshed calls it abstract
    """All of asyncio's loop but the selector, where time passes at once.

    Raises:
        RuntimeError: it would have to wait for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._selector = self

    def time(self) -> float:
        return self._now

    def select(self, timeout: "float | None") -> "list[Any]":
        if timeout is None:
            raise RuntimeError("hangs")
        self._now += timeout
        return []

    def _process_events(self, events: "list[Any]") -> None:
        """Pass: there are none."""

    def _write_to_self(self) -> None:
        """Pass: nobody waits in ``select``."""


class World:
    """A world in which there is nothing to be asked."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, *words: Any) -> None:
        self.said.append(" ".join(map(spoken, words)))


def on_asyncio(program: "Callable[[Any], Any]") -> "list[str]":
    """Return what a program says on asyncio's own loop, and last how it ends."""
    world = World()
    loop = Clocked()

    async def enter() -> Any:
        return await program(world)

    main = loop.create_task(enter())
    try:
        ends = "returns " + describe(loop.run_until_complete(main))
    except asyncio.CancelledError:
        ends = "is cancelled"
    except Exception as error:
        ends = "hangs" if str(error) == "hangs" else "raises " + describe(error)
    said = [*world.said, ends]
    _close(loop)
    return said


def _close(loop: "Clocked") -> None:
    loop.set_exception_handler(lambda loop, context: None)
    for task in all_tasks(loop):
        task.cancel()
    with contextlib.suppress(RuntimeError):
        loop.run_until_complete(asyncio.sleep(1))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
