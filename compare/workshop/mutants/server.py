"""Tests, collected once; then a process is forked for every mutant.

This runs as a program of its own inside a copy of the project, on what pytest needs alone:

    python server.py COMMANDS RESULTS FILES TESTS...

Commands come as lines of JSON on the file descriptor COMMANDS, and go out so on RESULTS. FILES are
the modules that may be mutated, as a list in JSON.

A mutant inside a function that no import has called takes the place of the code of that function.
For any other the modules of the project are imported anew, and the tests collected again.
"""

from __future__ import annotations

import ast
import builtins
import gc
import json
import mmap
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

MEMORY = 4 << 30  # bytes: some mutants append for ever
OPTIONS = ["-s", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
OPTIONS += ["--assert=plain"]  # who reads it? Rewriting takes time, and modules from `Lines`
ROOT = Path.cwd()
MARKS = "__marks__"  # the name that marked modules have for them, a builtin


class Lines:
    """Which lines of the modules have run: shared with forked processes, which tests make too.

    Modules imported while these are watched mark each statement as they run it, which is cheaper
    than tracing. The lines of `except` and `case` are marked with the statement around them.
    """

    def __init__(self, files: list[str]) -> None:
        self._base: dict[str, int] = {}
        self._places: list[tuple[str, int]] = []
        for path in files:
            full = ROOT / path
            self._base[str(full)] = len(self._places)
            count = full.read_bytes().count(b"\n")
            self._places += [(path, line) for line in range(count + 2)]
        self._marks = mmap.mmap(-1, len(self._places) + 1)

    def watch(self) -> None:
        setattr(builtins, MARKS, self._marks)
        sys.dont_write_bytecode = True  # what processes of tests would import
        SourceFileLoader.source_to_code = self._compiled  # type: ignore[method-assign,assignment]

    def _compiled(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:
        if (base := self._base.get(str(path))) is not None:
            data = ast.parse(data)
            for node in list(ast.walk(data)):
                for field in ("body", "orelse", "finalbody"):
                    if isinstance(body := getattr(node, field, None), list):
                        setattr(node, field, list(_marked(body, base)))
        return compile(data, path, "exec", dont_inherit=True, optimize=_optimize)

    def taken(self) -> dict[str, list[int]]:
        """Return path -> lines that ran since the last time."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        at = self._marks.find(b"\x01", 0)
        while at >= 0:
            path, line = self._places[at]
            found[path].append(line)
            self._marks[at] = 0
            at = self._marks.find(b"\x01", at + 1)
        return dict(found)


def _marked(body: list[ast.stmt], base: int) -> Iterator[ast.stmt]:
    """Give statements, each behind marks of its lines."""
    for number, statement in enumerate(body):
        inner = [*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]
        if not ((_is_docstring(statement) and number == 0) or _is_future(statement)):
            for each in [statement, *(getattr(part, "pattern", part) for part in inner)]:
                mark = ast.parse(f"{MARKS}[{base + each.lineno}] = 1").body[0]
                for part in ast.walk(mark):
                    ast.copy_location(part, statement)
                yield mark
        yield statement


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


class Server:
    """A plugin of pytest that takes commands where pytest would run what it has collected."""

    def __init__(self, commands: int, results: int, lines: Lines) -> None:
        self._commands = os.fdopen(commands)
        self._results = results
        self._lines = lines
        self._outcome = ""

    def _send(self, **message: object) -> None:
        line = (json.dumps(message) + "\n").encode()
        while line:
            line = line[os.write(self._results, line) :]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome != "passed" and self._outcome != "failed":
            self._outcome = report.outcome

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:  # to collect: pytest says so at its end
            return True
        imported = self._lines.taken()
        items = {item.nodeid: item for item in session.items}
        functions: defaultdict[tuple[str, int], list[FunctionType]] = defaultdict(list)
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(ROOT)):
                code = each.__code__
                functions[code.co_filename, code.co_firstlineno].append(each)
        gc.freeze()
        self._send(tests=list(items), imported=imported)
        for line in self._commands:
            command = json.loads(line)
            if not (child := os.fork()):
                os._exit(self._child(command, items, functions, imported))
            _, status = os.waitpid(child, 0)
            self._send(ended=os.waitstatus_to_exitcode(status))
        return True

    def _child(
        self,
        command: dict[str, Any],
        items: dict[str, pytest.Item],
        functions: dict[tuple[str, int], list[FunctionType]],
        imported: dict[str, list[int]],
    ) -> int:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        self._send(process=os.getpid())
        chosen = [items[name] for name in command["tests"]]
        if "path" not in command:
            return self._run(chosen, to_the_end=True)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # of a mutant, for the next one
        path = str(ROOT / command["path"])
        known = functions.get((path, command["function"]), [])
        if _swapped(command["text"], path, known, set(imported.get(command["path"], []))):
            return self._run(chosen)
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(f"{ROOT}{os.sep}"):
                del sys.modules[name]
        return int(pytest.main([*OPTIONS, *command["tests"]], plugins=[Again(self)]))

    def _run(self, items: list[pytest.Item], to_the_end: bool = False) -> int:
        """Run tests, up to the first that fails; return 1 if one does."""
        for item, following in zip(items, [*items[1:], None], strict=True):
            self._outcome = "passed"
            self._send(begins=item.nodeid)
            began = time.perf_counter()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if to_the_end:
                seconds = time.perf_counter() - began
                hits = self._lines.taken()
                self._send(test=item.nodeid, outcome=self._outcome, seconds=seconds, hits=hits)
            elif self._outcome == "failed":
                return 1
        return 0


class Again:
    """A plugin that runs what a forked process has collected once more, in the order asked for."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._server.pytest_runtest_logreport(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed or self._server._run(session.items):
            session.testsfailed = 1
        return True


def _swapped(text: str, path: str, functions: list[FunctionType], imported: set[int]) -> bool:
    """Give functions the code that they have in another text; tell whether that is enough."""
    if not functions:
        return False
    old = functions[0].__code__
    if imported & _lines(old) - {old.co_firstlineno}:
        return False
    for new in _outermost(compile(text, path, "exec", dont_inherit=True)):
        if (new.co_firstlineno, new.co_name) == (old.co_firstlineno, old.co_name):
            try:
                for function in functions:
                    function.__code__ = new
            except ValueError:  # other free variables: `super()` is gone
                return False
            return True
    return False


def _outermost(code: CodeType) -> list[CodeType]:
    """Return the code of a module's functions and of its classes' methods."""
    found: list[CodeType] = []
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found += [each] if each.co_flags & 0x2 else _outermost(each)  # CO_NEWLOCALS
    return found


def _lines(code: CodeType) -> set[int]:
    lines = {line for *_, line in code.co_lines() if line}
    return lines.union(*(_lines(each) for each in code.co_consts if isinstance(each, CodeType)))


def main() -> int:
    commands, results, files, *tests = sys.argv[1:]
    sys.path.insert(0, str(ROOT))
    lines = Lines(json.loads(files))
    try:
        import hypothesis
    except ImportError:
        pass
    else:
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile(
            "mutants", database=None, derandomize=True, deadline=None, phases=phases
        )
        hypothesis.settings.load_profile("mutants")
    server = Server(int(commands), int(results), lines)
    lines.watch()
    return int(pytest.main([*OPTIONS, *tests], plugins=[server]))


if __name__ == "__main__":
    sys.exit(main())
