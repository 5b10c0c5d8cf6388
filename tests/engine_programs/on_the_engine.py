"""The same on the engine's event loop. Readable by Python 3.6."""

from typing import TYPE_CHECKING, Any

from off_coroutine.engine import Exploration, Limits, World

if TYPE_CHECKING:
    from collections.abc import Callable


def on_the_engine(program: "Callable[[Any], Any]") -> "list[str]":
    """Return what a program says when all timers that are due fire, and last how it ends."""
    limits = Limits(cancellations=0)
    trace = Exploration({"program": program}, World(), limits).replay([])["program"]
    ends = "hangs" if trace.outcome.startswith("hangs") else trace.outcome
    return [*trace.says, ends]
