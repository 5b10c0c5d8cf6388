"""A contract, run on a package before and after its migration."""

import asyncio
import sys
from pathlib import Path

import pytest

from off_coroutine.engine import EscapeError, Verdict
from off_coroutine.migration.migrate import migrate
from off_coroutine.migration.source.files import Tree
from off_coroutine.options import UsageError
from off_coroutine.proof.overlay import proving, scenarios

LEGACY = """
import asyncio

@asyncio.coroutine
def charge(bank):
    try:
        return (yield from bank.charge(10))
    except ConnectionError:
        return (yield from bank.charge(10))
"""
CONTRACT = """
from off_coroutine import Scenario, World
from purse.paying import charge

CHARGE = Scenario(
    "a failed charge is tried once more",
    {"charge": lambda world: charge(world)},
    World(charge=["receipt", ConnectionError("gone")]),
)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "purse").mkdir()
    (tmp_path / "purse" / "__init__.py").touch()
    (tmp_path / "purse" / "paying.py").write_text(LEGACY)
    (tmp_path / "contract.py").write_text(CONTRACT)
    return tmp_path


def proved(package: Path, spoil: tuple[str, str] = ("", "")) -> Verdict:
    """Prove the migration of the package, with an edit that spoils it."""
    tree = Tree([package / "purse"])
    after = {
        path: content.replace(spoil[0].encode(), spoil[1].encode(), 1)
        for path, content in migrate(tree.contents).changed.items()
    }
    (scenario,) = scenarios(package / "contract.py", tree.contents, after)
    with proving(tree.contents):
        return scenario.prove()


def test_a_migration_is_proved_under_every_schedule(package: Path) -> None:
    assert str(proved(package)) == "exhausted 5 schedules: equivalent"


def test_a_wrong_migration_is_shown_by_its_shortest_schedule(package: Path) -> None:
    verdict = proved(package, ("ConnectionError", "KeyError"))
    assert verdict.difference
    assert verdict.difference.names == ("before", "after")
    assert len(verdict.difference.schedule) == 1


def test_the_files_are_left_as_they_are_and_nothing_stays_imported(package: Path) -> None:
    proved(package)
    assert (package / "purse" / "paying.py").read_text() == LEGACY
    assert not list(package.rglob("*.pyc"))
    assert not [name for name in sys.modules if name.startswith("purse")]


def test_asyncio_gets_its_decorator_back_only_meanwhile(package: Path) -> None:
    proved(package)
    assert not hasattr(asyncio, "coroutine")


def test_an_import_while_the_program_runs_is_refused(package: Path) -> None:
    module = package / "purse" / "paying.py"
    module.write_text(LEGACY.replace("    try:", "    import purse.paying\n    try:"))
    with pytest.raises(EscapeError, match=r"purse.* is imported while the program runs: import"):
        proved(package)


def test_a_contract_that_cannot_be_imported_is_told(package: Path) -> None:
    (package / "contract.py").write_text("import purse.nothing")
    with pytest.raises(UsageError, match=r"cannot be imported: ModuleNotFoundError"):
        proved(package)


def test_a_contract_without_the_package_proves_nothing(package: Path) -> None:
    (package / "contract.py").write_text(
        "from off_coroutine import Scenario\n"
        "async def nothing(world): pass\n"
        "NOTHING = Scenario('nothing', {'nothing': nothing})\n"
    )
    with pytest.raises(UsageError, match="imports nothing that is migrated"):
        proved(package)
