"""The contract of context_variables, which needs Python 3.7 or later."""

import asyncio
from contextvars import Context
from types import ModuleType
from typing import Any, Callable, List, Tuple

from compare.contract import Contract, Example
from off_coroutine.engine import World


def handling(
    *requests: Tuple[str, List[str]], seconds: float = 0
) -> Callable[[ModuleType, Any], Any]:
    """Handle these requests together, each an id and its items.

    The world knows the prices; if ``seconds`` are given all are 4, known after so long.
    """

    def start(program: ModuleType, world: Any) -> Any:
        def find(item: str) -> Any:
            return asyncio.sleep(seconds, 4) if seconds else world.find(item)

        async def in_thread(function: Callable[..., Any], *args: Any) -> Any:
            await world.in_thread()
            # Like that of a thread, this context is empty.
            return Context().run(function, *args)

        return program.main(requests, find, in_thread, world.say)

    return start


CONTRACT = Contract(
    "context_variables",
    clauses=[
        "What is noted for a request bears its id, however many requests are handled together.",
        "A task, or a promise, that a request starts notes with the request's id.",
        "So does a callback of the event loop, and what runs in a thread.",
        "What was set for a request is set for nothing else: the last note belongs to none.",
        "A request that takes longer than a second is noted as slow, once.",
        "The program gives None when all requests are handled; an error is raised at once, and "
        "the failed request is not noted as slow any more.",
    ],
    examples=[
        Example(
            "two requests keep their ids apart",
            clauses=[1, 2, 3, 4, 6],
            start=handling(("A1", ["tea", "cup"]), ("B2", ["pot"])),
            world=World(find=[4], in_thread=[None]),
            expected=[
                (0, "asks", "find('tea')"),
                (0, "asks", "find('cup')"),
                (0, "asks", "find('pot')"),
                (0, "says", "[A1] tea costs 4"),
                (0, "says", "[A1] cup costs 4"),
                (0, "asks", "in_thread()"),
                (0, "says", "[B2] pot costs 4"),
                (0, "asks", "in_thread() #2"),
                (0, "says", "[A1] adds up"),
                (0, "says", "[A1] costs 8"),
                (0, "says", "[B2] adds up"),
                (0, "says", "[B2] costs 4"),
                (0, "says", "[no request] all handled"),
                (0, "ends", "returns None"),
            ],
        ),
        Example(
            "a slow request is noted once",
            clauses=[3, 5],
            start=handling(("A1", ["tea", "cup"]), seconds=2),
            world=World(in_thread=[None]),
            expected=[
                (1, "says", "[A1] is slow"),
                (2, "says", "[A1] tea costs 4"),
                (2, "says", "[A1] cup costs 4"),
                (2, "asks", "in_thread()"),
                (2, "says", "[A1] adds up"),
                (2, "says", "[A1] costs 8"),
                (2, "says", "[no request] all handled"),
                (2, "ends", "returns None"),
            ],
        ),
        Example(
            "a request with a price that cannot be found raises and is not slow",
            clauses=[5, 6],
            start=handling(("A1", ["tea"])),
            world=World(find=[LookupError("tea"), 4], in_thread=[None, MemoryError("full")]),
            expected=[
                (0, "asks", "find('tea')"),
                (0, "ends", "raises LookupError('tea')"),
            ],
        ),
        Example(
            "no requests are handled at once",
            clauses=[4, 6],
            start=handling(),
            world=World(find=[4]),
            expected=[
                (0, "says", "[no request] all handled"),
                (0, "ends", "returns None"),
            ],
        ),
    ],
)
