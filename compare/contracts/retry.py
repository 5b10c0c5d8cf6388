"""The contract of retry."""

from types import ModuleType
from typing import Any, Callable

from compare.contract import Contract, Example
from off_coroutine.engine import NEVER, World


def retry(tries: int, *jitters: float) -> Callable[[ModuleType, Any], Any]:
    """Call ``fetch`` so often, with pauses from 1 s, and these jitters in turn."""

    def start(program: ModuleType, world: Any) -> Any:
        jitter = iter(jitters)
        return program.retry(world.fetch, tries, 1, lambda: next(jitter), world.say)

    return start


def recovering(program: ModuleType, world: Any) -> Any:
    """Call what fails twice, and then gives what ``fetch`` does."""
    calls = iter([world.fail, world.fail, world.fetch])
    return program.retry(lambda: next(calls)(), 3, 1, lambda: 1, world.say)


def refused_at_once(program: ModuleType, world: Any) -> Any:
    """Call what fails before there is anything to await."""

    def call() -> Any:
        world.say("called")
        raise ConnectionRefusedError("closed")

    return program.retry(call, 2, 1, lambda: 1, world.say)


def page(program: ModuleType, world: Any) -> Any:
    """Ask for a page, without any chance."""
    return program.page(world.fetch, lambda: 1, world.say)


RESET = ConnectionResetError("reset")
FORBIDDEN = PermissionError("forbidden")

CONTRACT = Contract(
    "retry",
    clauses=[
        "The first answer is given, whichever try it takes.",
        "After a ConnectionError comes a pause and then the next try; the longest possible pause "
        "doubles each time.",
        "The jitter, from 0 to 1, says how much of it is waited; it is given from outside.",
        "The error of the last try is raised, without another pause.",
        "Any other error is raised at once: it would be the same again, or the call has done its "
        "work.",
        "A try takes as long as it takes; nothing runs beside it.",
        "A page that cannot be had is None, and the reason is said; a defect is not hidden.",
    ],
    examples=[
        Example(
            "the first answer is given",
            clauses=[1, 5, 6],
            start=retry(3, 0.5, 1),
            world=World(fetch=["page", None, RESET, FORBIDDEN, ValueError("a defect"), NEVER]),
            expected=[(0, "asks", "fetch()"), (0, "ends", "returns 'page'")],
        ),
        Example(
            "the third try gives the answer",
            clauses=[1, 2],
            start=recovering,
            world=World(fail=[RESET, ConnectionAbortedError("aborted")], fetch=["page", RESET]),
            expected=[
                (0, "asks", "fail()"),
                (0, "says", "try 1: reset; again in 1.000 s"),
                (1, "asks", "fail() #2"),
                (1, "says", "try 2: reset; again in 2.000 s"),
                (3, "asks", "fetch()"),
                (3, "ends", "returns 'page'"),
            ],
        ),
        Example(
            "the last error is raised when the tries are used up",
            clauses=[2, 3, 4],
            start=retry(4, 0.5, 0, 0.25),
            world=World(fetch=[RESET, "page"]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "try 1: reset; again in 0.500 s"),
                (0.5, "asks", "fetch() #2"),
                (0.5, "says", "try 2: reset; again in 0.000 s"),
                (0.5, "asks", "fetch() #3"),
                (0.5, "says", "try 3: reset; again in 1.000 s"),
                (1.5, "asks", "fetch() #4"),
                (1.5, "ends", "raises ConnectionResetError('reset')"),
            ],
        ),
        Example(
            "another error is not tried again",
            clauses=[5],
            start=retry(3, 1, 1),
            world=World(fetch=[FORBIDDEN, RESET]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "ends", "raises PermissionError('forbidden')"),
            ],
        ),
        Example(
            "a call that fails at once is tried again, too",
            clauses=[2, 4],
            start=refused_at_once,
            expected=[
                (0, "says", "called"),
                (0, "says", "try 1: closed; again in 1.000 s"),
                (1, "says", "called"),
                (1, "ends", "raises ConnectionRefusedError('closed')"),
            ],
        ),
        Example(
            "a page that cannot be had is none",
            clauses=[7],
            start=page,
            world=World(fetch=[FORBIDDEN, RESET, "page", ValueError("a defect")]),
            expected=[
                (0, "asks", "fetch()"),
                (0, "says", "no page: forbidden"),
                (0, "ends", "returns None"),
            ],
        ),
    ],
)
