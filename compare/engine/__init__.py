"""Run programs under every order of answers, every failure, every cancellation."""

from compare.engine.equivalence import Difference, Exploration, Invariant, Verdict
from compare.engine.loop import EventLoop
from compare.engine.outside import OutsideError
from compare.engine.trace import Limits, Program, Trace
from compare.engine.world import NEVER, After, RunningWorld, World

__all__ = [
    "NEVER",
    "After",
    "Difference",
    "EventLoop",
    "Exploration",
    "Invariant",
    "Limits",
    "OutsideError",
    "Program",
    "RunningWorld",
    "Trace",
    "Verdict",
    "World",
]
