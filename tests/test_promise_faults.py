"""Deliberate faults in a copy of the Promise are caught."""

import asyncio
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from aplus import order

ROOT = Path(__file__).parent.parent
STYLE = ROOT / "legacy_style" / "promises"
AUTHOR = order.Author(0)
PROGRAMS = [AUTHOR.program() for _ in range(200)]

# The fault, what stands in the source, and what stands there in the copy. Each
# shows in the log of random programs, which are those of node (test_promise_order).
ORDER = [
    (
        "a handler runs inside then",
        "self._jobs.add(follower._react, self)",
        "follower._react(self)",
    ),
    ("handlers run last to first", "queue.popleft()", "queue.pop()"),
    ("only the last handler is kept", "self._value.append(follower)", "self._value = [follower]"),
    (
        "a fulfilled promise calls the wrong handler",
        "if fulfilled else on_r",
        "if not fulfilled else on_r",
    ),
    (
        "the outcome stops where a handler is missing",
        "self._resolve(source._value)",
        "self._resolve(None)",
    ),
    (
        "a rejection is let through as a value",
        "self._reject(source._value)",
        "self._resolve(source._value)",
    ),
    (
        "a handler that raises fulfils",
        "self._reject(error)\n                if",
        "self._resolve(error)\n                if",
    ),
    ("an executor may decide twice", "decided = True", "decided = False"),
    (
        "adopting a promise takes one job",
        "self._jobs.add(value._subscribe, self)",
        "value._subscribe(self)",
    ),
    ("a thenable is called at once", "self._jobs.add(self._follow, then)", "self._follow(then)"),
    ("a thenable is a value", "if callable(then):", "if False:"),
    ("a promise waits for itself", "elif value is self:", "elif False:"),
    ("finally replaces the value", ".then(lambda _: value)", ""),
    ("finally swallows the rejection", ".then(reject_again)", ""),
    ("all forgets to wait for the last", "if not missing:", "if missing <= 1:"),
    (
        "any gives up at the first reason",
        "promise.then(resolve, put)",
        "promise.then(resolve, reject)",
    ),
    (
        "race takes the values only",
        "promise.then(resolve, reject)\n\n",
        "promise.then(resolve)\n\n",
    ),
    (
        "a handled rejection is reported",
        "self._handled = True\n        if self._state is not",
        "if self._state is not",
    ),
    (
        "an unhandled rejection is silent",
        "if not self._handled:\n            # One",
        "if False:\n            # One",
    ),
]

# These take more than an order to be seen: the tests of the class see them.
TESTS = [
    ("cancelling who waits cancels the promise", "waiter.set_result(None)", "waiter.cancel()"),
    ("a task of a coroutine may be collected", "self._jobs.awaited.add(future)", "pass"),
    ("a future that is done is kept", "self._jobs.awaited.discard(future)", "pass"),
    ("an exit stops the queue", "if queue:  # a", "if False:  # a"),
    (
        "an exit is swallowed",
        "if isinstance(error, _EXITS):\n                    raise",
        "if False:\n                    raise",
    ),
    (
        "a handler runs in another context",
        "context.run(handler, source._value)",
        "handler(source._value)",
    ),
    (
        "a promise is used in another loop",
        "if asyncio._get_running_loop() is not self.loop:",
        "if False:",
    ),
    (
        "an error is kept by its own frames",
        "del self  # or reason, traceback",
        "pass  # or reason, traceback",
    ),
    ("a reason may be no exception", "if not isinstance(reason, BaseException):", "if False:"),
    (
        "a settled promise takes a turn to be awaited",
        "if self._state is PENDING:\n            waiter",
        "if True:\n            waiter",
    ),
]


def faulty(before: str, after: str) -> dict[str, str]:
    """Return the sources of the Promise by file, with a fault in one of them."""
    sources = {name: (STYLE / name).read_text() for name in ("resolution.py", "promise.py")}
    (name,) = (name for name, source in sources.items() if before in source)
    sources[name] = sources[name].replace(before, after)
    return sources


def logs(sources: Mapping[str, str]) -> Iterator[list[str]]:
    """Run the programs on the Promise of these sources; return what each logged."""
    with pytest.MonkeyPatch.context() as patch:
        for name, source in sources.items():
            module = ModuleType("legacy_style.promises." + name[:-3])
            patch.setitem(sys.modules, module.__name__, module)
            exec(compile(source, name, "exec"), vars(module))
        spec = importlib.util.spec_from_file_location("order_of_a_copy", order.__file__)
        assert spec and spec.loader
        copy = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(copy)
    for program in PROGRAMS:
        yield asyncio.run(copy.logs_here([program]))[0]


@pytest.fixture(scope="module")
def right() -> Any:
    return list(logs(faulty("decided = True", "decided = True")))


def test_a_copy_without_a_fault_logs_what_the_promise_does(right: list[list[str]]) -> None:
    assert right == asyncio.run(order.logs_here(PROGRAMS))


@pytest.mark.parametrize(
    ("before", "after"), [case[1:] for case in ORDER], ids=[case[0] for case in ORDER]
)
def test_the_order_of_reactions_shows_a_fault(
    before: str, after: str, right: list[list[str]]
) -> None:
    assert any(
        log != expected for log, expected in zip(logs(faulty(before, after)), right, strict=True)
    )


@pytest.mark.parametrize(
    ("before", "after"), [case[1:] for case in TESTS], ids=[case[0] for case in TESTS]
)
def test_the_tests_of_the_class_show_a_fault(before: str, after: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "legacy_style", tmp_path / "legacy_style")
    for name, source in faulty(before, after).items():
        (tmp_path / "legacy_style" / "promises" / name).write_text(source)
    pytest_: list[str | Path] = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-c",
        ROOT / "pyproject.toml",
    ]
    ran = subprocess.run(
        [*pytest_, ROOT / "tests" / "promises"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 1, ran.stdout
