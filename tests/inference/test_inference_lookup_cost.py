"""What does not change, and what a rule has no word of, costs next to nothing: counted in calls."""

import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType

from off_coroutine.migration.migrate import migrate
from off_coroutine.migration.review import review
from off_coroutine.migration.semantics import indexing
from off_coroutine.migration.semantics.resolution import Resolver

LEGACY = "import asyncio\n\n\n@asyncio.coroutine\ndef f():\n    yield from asyncio.sleep(0)\n"
PLAIN = "import json\n\n\ndef f(x):\n    return isinstance(x, dict) and json.loads(x.y(x))\n"


def calls(run: Callable[[], object]) -> Counter[CodeType]:
    """Return how often each function is called."""
    found: Counter[CodeType] = Counter()

    def called(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            found[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        run()
    finally:
        sys.setprofile(before)
    return found


def package(plain: int) -> dict[str, bytes]:
    return {"legacy.py": LEGACY.encode()} | {f"m{n}.py": PLAIN.encode() for n in range(plain)}


def test_the_last_gate_indexes_only_what_has_changed() -> None:
    sources = package(10)

    assert calls(lambda: migrate(sources))[indexing.index.__code__] == len(sources) + 1


def test_calls_that_no_rule_has_a_word_of_are_not_resolved() -> None:
    for command in (migrate, review):
        few, many = (
            calls(lambda size=size, command=command: command(package(size)))  # type: ignore[misc]
            for size in (2, 12)
        )
        resolved = Resolver.may_follow.__code__

        assert many[resolved] - few[resolved] <= 10 * 2
