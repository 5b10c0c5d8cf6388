"""The contract of deadline."""

import asyncio
from types import ModuleType
from typing import Any

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, After, World


def ask(program: ModuleType, world: Any) -> Any:
    """Ask the world, as the server, with a deadline of 2 s."""
    return program.ask(world, "Why?", 2, world.say)


BROKEN = ConnectionResetError("broken")

CONTRACT = Contract(
    "deadline",
    clauses=[
        "An answer in time is given when the connection is closed.",
        "The deadline is for connecting and asking together.",
        "When it passes, the step that is going on is cancelled, no other is begun, and None is "
        "given; a TimeoutError of the server's own counts as that.",
        "Whatever happened, a connection that was opened is closed, once, and waited for; that "
        "is not subject to the deadline.",
        "Any other error comes out, the clean-up's own first.",
        "No timer is left behind.",
    ],
    examples=[
        Example(
            "an answer in time is given",
            clauses=[1, 4, 6],
            start=ask,
            world=World(
                connect=["connection 1", BROKEN, asyncio.TimeoutError(), NEVER],
                send=["Because.", None, BROKEN, asyncio.TimeoutError(), NEVER],
                close=[None, OSError("not connected"), NEVER],
            ),
            expected=[
                (0, "asks", "connect()"),
                (0, "asks", "send('connection 1', 'Why?')"),
                (0, "asks", "close('connection 1')"),
                (0, "ends", "returns 'Because.'"),
            ],
        ),
        Example(
            "a question that takes too long is cancelled, and the connection closed",
            clauses=[3, 4],
            start=ask,
            world=World(connect=["connection 1"], send=[NEVER, "Because."], close=[None]),
            expected=[
                (0, "asks", "connect()"),
                (0, "asks", "send('connection 1', 'Why?')"),
                (2, "drops", "send('connection 1', 'Why?')"),
                (2, "says", "no answer within 2 s"),
                (2, "asks", "close('connection 1')"),
                (2, "ends", "returns None"),
            ],
        ),
        Example(
            "without a connection there is nothing to close",
            clauses=[3],
            start=ask,
            world=World(connect=[NEVER, BROKEN], send=["Because."], close=[None]),
            expected=[
                (0, "asks", "connect()"),
                (2, "drops", "connect()"),
                (2, "says", "no answer within 2 s"),
                (2, "ends", "returns None"),
            ],
        ),
        Example(
            "the deadline is for all the steps together",
            clauses=[2, 3, 4],
            start=ask,
            world=World(
                connect=[After(1.5, "connection 1"), "connection 1", After(3, "connection 1")],
                send=[After(1.5, "Because."), "Because.", After(1, BROKEN)],
                close=[None],
            ),
            expected=[
                (0, "asks", "connect()"),
                (1.5, "asks", "send('connection 1', 'Why?')"),
                (2, "drops", "send('connection 1', 'Why?')"),
                (2, "says", "no answer within 2 s"),
                (2, "asks", "close('connection 1')"),
                (2, "ends", "returns None"),
            ],
        ),
        Example(
            "closing is not subject to the deadline",
            clauses=[1, 4],
            start=ask,
            world=World(
                connect=["connection 1"],
                send=[After(1.5, "Because."), NEVER],
                close=[After(1.5, None), None],
            ),
            expected=[
                (0, "asks", "connect()"),
                (0, "asks", "send('connection 1', 'Why?')"),
                (1.5, "asks", "close('connection 1')"),
                (3, "ends", "returns 'Because.'"),
            ],
        ),
        Example(
            "an error comes out when the connection is closed",
            clauses=[4, 5],
            start=ask,
            world=World(connect=["connection 1"], send=[BROKEN], close=[None, OSError("closed")]),
            expected=[
                (0, "asks", "connect()"),
                (0, "asks", "send('connection 1', 'Why?')"),
                (0, "asks", "close('connection 1')"),
                (0, "ends", "raises ConnectionResetError('broken')"),
            ],
        ),
    ],
    better="`asyncio.timeout` puts a deadline on a block of statements, where `wait_for` needs a "
    "coroutine of its own for them, and that up to Python 3.11 runs as another task.",
)
