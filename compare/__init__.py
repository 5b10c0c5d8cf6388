"""Compare programs: under every order of answers, every failure, every cancellation."""

from compare.engine import NEVER, After, Limits, Trace, World
from compare.equivalent import assert_equivalent
from compare.scenario import Scenario

__all__ = ["NEVER", "After", "Limits", "Scenario", "Trace", "World", "assert_equivalent"]
