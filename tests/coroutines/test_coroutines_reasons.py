"""Every decision keeps its reason, and `migrate --explain` prints the chain."""

from pathlib import Path

import pytest
from analysing import analyse

from off_coroutine.cli import run
from off_coroutine.migration.coroutines.absence import absence

A = """\
import asyncio
@asyncio.coroutine
def a():
    yield from asyncio.sleep(0)
"""
SEEDS = {
    "a decorator": ("@asyncio.coroutine\ndef f(): yield", "is decorated with `asyncio.coroutine`"),
    "async": ("async def f(): pass", "is native"),
    "asyncio": ("def f(): yield from asyncio.wait([])", "delegates to `asyncio.wait`"),
    "a runner": ("def f(): yield\nasyncio.gather(f())", "is given to `gather`"),
    "a call form": ("def f(): yield\nasyncio.coroutine(f)", "is given to `asyncio.coroutine`"),
    "a test's decorator": (
        "import pytest\n@pytest.mark.asyncio\ndef f(): yield",
        "is run as a coroutine by `pytest.mark.asyncio`",
    ),
    "a decorator that runs": (
        "def run(g): return asyncio.ensure_future(made(g))\n@run\ndef f(): yield",
        "is run as a coroutine by `run`",
    ),
    "no way to yield": (
        "def f():\n    return 1\n    yield",
        "is a generator only by a `yield` out of reach",
    ),
    "what it delegates to": ("def f(): yield from a()", "delegates to `a`"),
    "who delegates to it": (
        "@asyncio.coroutine\ndef g(): yield from f()\ndef f(): yield",
        "is what `g` delegates to",
    ),
    "who is given it": (
        "@asyncio.coroutine\ndef g(h): yield from h()\ndef f(): yield\ng(f)",
        "is what `g` delegates to",
    ),
    "results": (
        "def f():\n    x = yield from unknown()",
        "uses the results of what it delegates to, beside asyncio",
    ),
}
AGAINST = {
    "plain": ("def f(): pass", "is a plain function: it neither yields nor delegates"),
    "asynchronous": ("async def f(): yield", "is an asynchronous generator"),
    "values": ("def f(): yield 1", "yields a value"),
    "sent": ("def f():\n    x = yield", "takes what is sent into it"),
    "a decorator": (
        "import contextlib\n@contextlib.contextmanager\ndef f(): yield",
        "is decorated with `contextlib.contextmanager`, which needs a generator",
    ),
    "iterated over": ("def f(): yield\nlist(f())", "is iterated over"),
    "another generator": (
        "def g(): yield 1\ndef f(): yield from g()",
        "delegates to `g`, which is no coroutine",
    ),
    "something unknown": ("def f(x): yield from x", "delegates to something that is not known"),
    "nothing": ("def f(): yield", "is shown to be a coroutine by nothing"),
}


@pytest.mark.parametrize(("text", "reason"), SEEDS.values(), ids=SEEDS)
def test_a_member_keeps_why_it_is_one(text: str, reason: str) -> None:
    assert analyse(A + text).reasons["f"] == reason


@pytest.mark.parametrize(("text", "reason"), AGAINST.values(), ids=AGAINST)
def test_what_is_no_member_is_told_why(text: str, reason: str) -> None:
    analysed = analyse(A + text)
    (found,) = absence(analysed.function("f"), analysed.analysis)
    assert found.what == reason


def test_a_member_is_absent_for_no_reason() -> None:
    analysed = analyse(A)
    assert absence(analysed.function("a"), analysed.analysis) == []


def test_a_reason_leads_back_to_evidence() -> None:
    analysed = analyse(A + "def f(): yield from g()\ndef g(): yield from a()")
    reasons = analysed.analysis.reasons
    assert reasons[analysed.function("f")].by is analysed.function("g")
    assert reasons[analysed.function("g")].by is analysed.function("a")
    assert reasons[analysed.function("a")].by is None


def test_a_module_that_is_not_about_asyncio_is_told_so() -> None:
    analysed = analyse("def f(): yield")
    (found,) = absence(analysed.function("f"), analysed.analysis)
    assert found.what == "stands in a module that is not about asyncio"


def explained(tmp_path: Path, name: str, text: str) -> int:
    path = tmp_path / "m.py"
    path.write_text(A + text)
    return run(["migrate", str(path), "--explain", name])


def test_explain_prints_the_chain_with_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "def b():\n    yield from a()\ndef plain(): yield 1\n"
    text += (
        "class C:\n    def f(self, x):\n        yield from (b if x else plain)()\n        yield 2"
    )
    assert explained(tmp_path, "b", text) == 0
    assert [line.removeprefix(f"{tmp_path}/") for line in capsys.readouterr().out.splitlines()] == [
        "m.py:5:1: `b` is a coroutine, but stays as it is",
        "m.py:6:5:     `b` delegates to `a`",
        "m.py:2:2:     `a` is decorated with `asyncio.coroutine`",
        "m.py:10:9:     `b` is blocked: `f`, a generator, delegates to it: convert both by hand,"
        " together",
        "m.py:11:9:     `f` yields a value",
    ]


@pytest.mark.parametrize("name", ["f", "C.f", "m:C.f"])
def test_explain_takes_a_name_a_method_or_a_full_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explained(tmp_path, name, "class C:\n    def f(self): yield 1") == 0
    assert "`f` stays a generator" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nothing", "f"])
def test_explain_names_the_functions_that_there_are(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "class C:\n    def f(self): yield\nclass D:\n    def f(self): yield"
    assert explained(tmp_path, name, text) == 2
    assert "    m:C.f\n    m:D.f\n" in capsys.readouterr().err


def test_explain_names_the_file_of_what_blocks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.py").write_text(
        "import asyncio\n@asyncio.coroutine\ndef connect(): yield from asyncio.sleep(0)\n"
    )
    (tmp_path / "b.py").write_text(
        "from a import connect\n\n\n\n\n\nfor each in connect():\n    pass\n"
    )
    assert run(["migrate", str(tmp_path), "--explain", "connect"]) == 0
    assert "b.py:7:13:" in capsys.readouterr().out
