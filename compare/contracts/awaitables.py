"""The contract of awaitables."""

from types import ModuleType
from typing import Any

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World


def main(program: ModuleType, world: Any) -> Any:
    """Await one of each kind."""
    return program.main(world.find, world.say)


CONTRACT = Contract(
    "awaitables",
    clauses=[
        "A Future, a coroutine, a Task and an object that says how it is awaited give what was "
        "found, each in the same way.",
        "Each is awaited to its end before the next is asked for.",
        "An error comes out of each as it went in, and ends the program.",
        "Whoever waits for an answer that never comes waits for ever, whatever it awaits.",
    ],
    examples=[
        Example(
            "each kind gives what was found",
            clauses=[1, 2],
            start=main,
            world=World(find=["somebody", None, ConnectionError("gone"), NEVER]),
            expected=[
                (0, "asks", "find('Ada')"),
                (0, "says", "a Future gives somebody"),
                (0, "asks", "find('Edsger')"),
                (0, "says", "a coroutine gives somebody"),
                (0, "asks", "find('Grace')"),
                (0, "says", "a Task gives somebody"),
                (0, "asks", "find('Kristen')"),
                (0, "says", "an object gives somebody"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "an error ends the program",
            clauses=[3],
            start=main,
            world=World(find=[ConnectionError("gone"), "somebody"]),
            expected=[
                (0, "asks", "find('Ada')"),
                (0, "ends", "raises ConnectionError('gone')"),
            ],
        ),
        Example(
            "an answer that never comes is waited for",
            clauses=[4],
            start=main,
            world=World(find=[NEVER, "somebody"]),
            expected=[
                (0, "asks", "find('Ada')"),
                (0, "ends", "hangs: waiting for find('Ada')"),
            ],
        ),
    ],
    better="`__await__` alone makes an object awaitable, where `yield from` needed `__iter__` and "
    "so made it iterable too; `create_task` takes nothing but coroutines, where `ensure_future` "
    "takes anything.",
)
