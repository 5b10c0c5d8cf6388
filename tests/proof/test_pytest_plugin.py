"""The pytest plugin, as a user of the installed package meets it."""

import re
import subprocess
import sys

import pytest

TESTS = """
import asyncio
import off_coroutine

WORLD = off_coroutine.World(charge=["receipt", ConnectionError("bank")])

async def old(world):
    try:
        return await world.charge(10)
    except ConnectionError as error:
        world.say("failed:", error)

async def new(world):
    return await world.charge(10)

async def connect(world):
    await asyncio.open_connection("127.0.0.1", 1)

def test_equivalent(assert_equivalent):
    verdict = assert_equivalent(old, old, WORLD)
    assert str(verdict) == "exhausted 3 schedules: equivalent"

def test_different(assert_equivalent):
    assert_equivalent(old, new, WORLD)

def test_imported():
    off_coroutine.assert_equivalent(old, new, WORLD)

def test_bounded(assert_equivalent):
    assert_equivalent(old, old, WORLD, max_schedules=2)

def test_from_a_coroutine(assert_equivalent):
    async def test():
        assert_equivalent(old, old, WORLD)
    asyncio.run(test())

def test_network(assert_equivalent):
    assert_equivalent(connect, connect, WORLD)
"""

SHOWN = """\
E       AssertionError: old and new: they differ, after 1 decision (no shorter schedule shows it)
E         time    old                                         new
E         0       asks charge(10)                             asks charge(10)
E         -----   charge(10) raises ConnectionError('bank')
E       > 0       says failed: bank                           ends raises ConnectionError('bank')
E         0       ends returns None
E       schedule 1
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run the tests above in a process of their own; return what is shown of each that fails."""
    file = tmp_path_factory.mktemp("mine") / "test_mine.py"
    file.write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", file.name]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    _, *parts = re.split(r"^_+ (test_\w+) _+$", done.stdout, flags=re.M)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_what_is_equivalent_passes(shown: dict[str, str]) -> None:
    assert list(shown) == [
        "test_different",
        "test_imported",
        "test_bounded",
        "test_from_a_coroutine",
        "test_network",
    ]


@pytest.mark.parametrize(
    ("test", "line"),
    [
        ("test_different", ">       assert_equivalent(old, new, WORLD)\n" + SHOWN),
        ("test_imported", ">       off_coroutine.assert_equivalent(old, new, WORLD)\n" + SHOWN),
    ],
)
def test_what_differs_fails_with_both_traces_below_the_line_of_the_test(
    test: str, line: str, shown: dict[str, str]
) -> None:
    assert line in shown[test]
    assert "equivalent.py" not in shown[test], "a line of the assertion's own is shown"


@pytest.mark.parametrize(
    ("test", "cure"),
    [
        ("test_bounded", "stopped at 2 of more: nothing differed so far. Raise max_schedules"),
        ("test_from_a_coroutine", "call it from a plain function, not from a coroutine"),
        ("test_network", "Give it to the program as an operation of its world"),
    ],
)
def test_what_was_not_proved_fails_with_the_cure(
    test: str, cure: str, shown: dict[str, str]
) -> None:
    assert cure in shown[test]
