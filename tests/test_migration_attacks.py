"""Programs written against the migrator: each prints what it did, on the old Python and this one.

A file of `migration_attacks/` holds the cases of one kind. `=== NAME` begins one, `--- PATH`
a file in it; what stands in front is `m.py`, which runs. `=== NAME (refused)` is one in which
something is refused: what remains prints the same on the old Python.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Runner

from off_coroutine.interpreters import find
from off_coroutine.migration.migrate import migrate

HERE = Path(__file__).parent / "migration_attacks"
REFUSED = " (refused)"
UNSURE = ("an error in the migrator", "a second run would find")


def cases() -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(HERE.glob("*.txt")):
        _, *texts = path.read_text(encoding="utf-8").split("=== ")
        for text in texts:
            name, _, program = text.partition("\n")
            main, *others = program.split("\n--- ")
            files = {"m.py": f"{main}\n"}
            for other in others:
                file, _, content = other.partition("\n")
                files[file] = f"{content}\n"
            yield f"{path.stem}/{name}", files


CASES = dict(cases())


@pytest.fixture(scope="module")
def old_python() -> Iterator[Runner]:
    """Python 3.6, which has the decorator, and `async` as a name."""
    for interpreter in find():
        if not interpreter.broken and interpreter.version[:2] == (3, 6):
            with Runner(interpreter.path) as runner:
                yield runner
            return
    pytest.skip("no Python 3.6 to run legacy code: pyenv install 3.6.15")


@pytest.fixture(scope="module")
def this_python() -> Iterator[Runner]:
    with Runner(sys.executable) as runner:
        yield runner


@pytest.mark.parametrize("name", CASES)
def test_an_attack_is_converted_right_or_refused(
    name: str, old_python: Runner, this_python: Runner, tmp_path: Path
) -> None:
    sources = {path: text.encode() for path, text in CASES[name].items()}
    result = migrate(sources)

    def printed(runner: Runner, folder: str, files: dict[str, bytes]) -> str:
        for path, content in files.items():
            file = tmp_path / folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return runner.printed(tmp_path / folder / "m.py")

    expected = printed(old_python, "before", sources)
    assert "[ended with" not in expected
    reasons = [finding.refusal for finding in result.refused]
    assert not [reason for reason in reasons if reason.startswith(UNSURE)]
    assert bool(reasons or result.unreadable) == name.endswith(REFUSED), reasons
    after = {**sources, **result.changed}
    assert printed(old_python, "after", after) == expected
    if not name.endswith(REFUSED):
        assert printed(this_python, "after", after) == expected
