"""Run programs under every order of answers, every failure, every cancellation."""

from off_coroutine.engine.equivalence import Difference, Exploration, Invariant, Verdict
from off_coroutine.engine.isolation import EscapeError
from off_coroutine.engine.loop import EventLoop
from off_coroutine.engine.trace import Limits, Program, Trace
from off_coroutine.engine.world import NEVER, After, RunningWorld, World

__all__ = [
    "NEVER",
    "After",
    "Difference",
    "EscapeError",
    "EventLoop",
    "Exploration",
    "Invariant",
    "Limits",
    "Program",
    "RunningWorld",
    "Trace",
    "Verdict",
    "World",
]
