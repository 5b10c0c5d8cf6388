"""Twice the project is twice the work, counted in calls of functions, not in seconds."""

import sys
from collections.abc import Callable

import pytest

from off_coroutine.migration.migrate import migrate
from off_coroutine.migration.review import review

HEAD = "import asyncio\nfrom unittest import mock\n"


def locks(number: int) -> str:
    return f"""
class Locked{number}:
    def __init__(self, data):
        self.data = data
        self.lock = self.make(data)
    def make(self, value):
        result = self.other(value)
        return result
    @asyncio.coroutine
    def use(self):
        with (yield from self.lock):
            value = self.data
            data = value
            result = self.make(data)
        return result
"""


def returning(number: int) -> str:
    return f"""
class Returning{number}:
    def a(self, x):
        return Returning{number + 1}().b(x)
    def b(self, x):
        return Returning{number // 2}().a(x) if x else Returning{number + 3}().b(x)
    @asyncio.coroutine
    def go(self, x):
        return self.a(x)
"""


def mocks(number: int) -> str:
    return f"""
@mock.patch('asyncio.sleep')
def test_{number}(sleep):
    sleep.assert_called()
@asyncio.coroutine
def run_{number}(s):
    yield from s.x()
"""


def names(number: int) -> str:
    return f"""
class Named{number}:
    def get(self, x):
        yield
    @asyncio.coroutine
    def run(self, other, cb):
        for y in other.get(1): pass
        x = yield from other.get(2)
        yield from cb(x)
        other.run(self, self.run)
        return x
"""


def chain(number: int) -> str:
    return f"""
def link_{number}():
    yield from link_{number + 1}()
def last_{number}():
    yield from asyncio.wait([link_{number}()])
"""


def escaping(number: int) -> str:
    return f"""
@asyncio.coroutine
def handler_{number}():
    yield from asyncio.sleep({number})
register(handler_{number})
def generator_{number}(table):
    yield 1
    yield from table()[{number}]()
"""


def circle(number: int) -> str:
    return f"""
def around_{number}(x):
    return around_{number + 1}(x) if x else around_{number // 2}(x)
@asyncio.coroutine
def go_{number}(x):
    return around_{number}(x)
"""


def work(run: Callable[[], object]) -> int:
    """Return how many functions are called."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("command", [migrate, review])
@pytest.mark.parametrize("shape", [locks, returning, mocks, names, chain, escaping, circle])
def test_twice_the_project_is_twice_the_work(
    shape: Callable[[int], str], command: Callable[[dict[str, bytes]], object]
) -> None:
    def sources(modules: int) -> dict[str, bytes]:
        texts = ("".join(map(shape, range(each * 8, each * 8 + 8))) for each in range(modules))
        return {f"module{n}.py": (HEAD + text).encode() for n, text in enumerate(texts)}

    one, two = (work(lambda size=size: command(sources(size))) for size in (12, 24))  # type: ignore[misc]
    assert two < 2.3 * one
