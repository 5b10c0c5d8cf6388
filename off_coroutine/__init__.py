"""Compare programs: under every order of answers, every failure, every cancellation."""

from off_coroutine.engine import NEVER, After, Limits, Trace, World
from off_coroutine.proof.assertion import assert_equivalent
from off_coroutine.proof.scenario import Scenario

__all__ = ["NEVER", "After", "Limits", "Scenario", "Trace", "World", "assert_equivalent"]
