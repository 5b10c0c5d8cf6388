"""The contract of cpu_bound."""

from concurrent.futures.process import BrokenProcessPool
from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World


def jobs(*limits: int) -> Callable[[ModuleType, Any], Any]:
    """Have the world, as an executor, count the primes below each limit; wait for 1 s."""
    return lambda program, world: program.main(world, limits, 1, world.say)


CONTRACT = Contract(
    "cpu_bound",
    clauses=[
        "All the jobs are submitted before any is waited for.",
        "The counts come in the order of the limits, in whatever order the jobs end.",
        "While jobs run, the event loop goes on: if they take longer than the program's patience, "
        "it says how many are still running, once.",
        "A job that fails, or whose process dies, ends the program with its error.",
    ],
    examples=[
        Example(
            "every job gives its count",
            clauses=[1, 2],
            start=jobs(10, 20),
            world=World(submit=[4, 8, NEVER]),
            expected=[
                (0, "asks", "submit(<function primes_below>, 10)"),
                (0, "asks", "submit(<function primes_below>, 20)"),
                (0, "ends", "returns [4, 4]"),
            ],
        ),
        Example(
            "the event loop is free while jobs run",
            clauses=[3],
            start=jobs(10, 20),
            world=World(submit=[NEVER, 4]),
            expected=[
                (0, "asks", "submit(<function primes_below>, 10)"),
                (0, "asks", "submit(<function primes_below>, 20)"),
                (1, "says", "the event loop is free while 2 jobs run"),
                (
                    1,
                    "ends",
                    "hangs: waiting for submit(<function primes_below>, 10), "
                    "submit(<function primes_below>, 20)",
                ),
            ],
        ),
        Example(
            "a dead process ends the program",
            clauses=[4],
            start=jobs(10, 20, 30),
            world=World(submit=[BrokenProcessPool("a process died"), 4, MemoryError()]),
            expected=[
                (0, "asks", "submit(<function primes_below>, 10)"),
                (0, "asks", "submit(<function primes_below>, 20)"),
                (0, "asks", "submit(<function primes_below>, 30)"),
                (0, "ends", "raises BrokenProcessPool('a process died')"),
            ],
        ),
    ],
)
