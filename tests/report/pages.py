"""Pages for the tests: of two programs, one of them also with a faulty style."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from types import ModuleType

from compare.contract import Contract
from compare.contracts import contract_of
from compare.differences import known_differences
from compare.report import gathering
from compare.rows import run
from compare.styles import STYLES, load_all
from off_coroutine.interpreters import Interpreter

PYTHONS = [Interpreter(Path("python3.6"), (3, 6, 15), "cpython")]


@functools.cache  # gathering the endpoint takes seconds
def program(name: str) -> gathering.Program:
    return gathered(contract_of(name), load_all(name, STYLES))


def faulty_program(folder: Path) -> gathering.Program:
    """Return sleep_ordering with promises whose tasks sleep twice as long."""
    modules = load_all("sleep_ordering", STYLES)
    source = Path(str(modules["promises"].__file__)).read_text(encoding="utf-8")
    faulty = folder / "sleep_ordering.py"
    faulty.write_text(source.replace("asyncio.sleep(s)", "asyncio.sleep(2 * s)"), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("faulty", faulty)
    assert spec and spec.loader
    modules["promises"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modules["promises"])
    return gathered(contract_of("sleep_ordering"), modules)


def gathered(contract: Contract, modules: dict[str, ModuleType]) -> gathering.Program:
    return gathering.program(contract, modules, list(run(contract, modules)))


def page(*programs: gathering.Program) -> gathering.Page:
    """Return a page of programs and of all known differences."""
    known = [
        gathering.known(number, difference, difference.check())
        for number, difference in enumerate(known_differences(), 1)
    ]
    return gathering.page(programs, known, PYTHONS)
