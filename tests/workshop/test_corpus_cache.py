"""What the corpus keeps: checked, made once, whole or not at all. pip finds a local folder only."""

import asyncio
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from compare.workshop.corpus import packages
from compare.workshop.corpus.cache import BUILDERS, Cache
from compare.workshop.corpus.packages import Package, Setting
from compare.workshop.corpus.processes import CorpusError

NOWHERE = Setting("3.11", ())


# Makes an environment with a copy of itself, and notes what is installed there.
INTERPRETER = """\
#!/bin/sh
set -e
case "$2" in
venv) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
pip) echo "$@" >> "$(dirname "$0")/installed" ;;
esac
case "$*" in *missing*) echo "no such package"; exit 1 ;; esac
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder from which pip downloads."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return shelf


@pytest.fixture
def interpreter(tmp_path: Path) -> Path:
    path = tmp_path / "python"
    path.write_text(INTERPRETER)
    path.chmod(0o755)
    return path


def sdist(shelf: Path) -> Package:
    """Write a source distribution; return its package."""
    archive = shelf / "small-1.0.tar.gz"
    setup = b"from setuptools import setup\nsetup(name='small', version='1.0')\n"
    with tarfile.open(archive, "w:gz") as file:
        entry = tarfile.TarInfo("small-1.0/setup.py")
        entry.size = len(setup)
        file.addfile(entry, io.BytesIO(setup))
    return package(hashlib.sha256(archive.read_bytes()).hexdigest())


def package(digest: str) -> Package:
    return Package("small", "1.0", digest, ("pytest",), 1, NOWHERE, NOWHERE)


def test_a_source_is_downloaded_once(shelf: Path, tmp_path: Path) -> None:
    small = sdist(shelf)
    kept = Cache(tmp_path / "cache")
    path = asyncio.run(kept.source(small))
    assert path.read_bytes() == (shelf / "small-1.0.tar.gz").read_bytes()
    (shelf / "small-1.0.tar.gz").unlink()
    assert asyncio.run(kept.source(small)) == path
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, path.name + ".lock"]


def test_a_source_with_another_hash_is_not_kept(shelf: Path, tmp_path: Path) -> None:
    sdist(shelf)
    with pytest.raises(CorpusError, match="HASHES"):
        asyncio.run(Cache(tmp_path / "cache").source(package("0" * 64)))
    assert [each.suffix for each in (tmp_path / "cache" / "sources").iterdir()] == [".lock"]


def test_a_source_that_was_changed_in_the_cache_is_named(shelf: Path, tmp_path: Path) -> None:
    small = sdist(shelf)
    kept = Cache(tmp_path / "cache")
    path = asyncio.run(kept.source(small))
    path.write_bytes(b"changed")
    with pytest.raises(CorpusError, match=r"small-1.0.tar.gz has another hash .*: delete it"):
        asyncio.run(kept.source(small))


def test_an_environment_is_made_once_even_if_two_want_it(interpreter: Path, tmp_path: Path) -> None:
    kept = Cache(tmp_path / "cache")
    setting = Setting("3.6", ("tiny==1.0", "small==2.0"))

    async def twice() -> list[Path]:
        return await asyncio.gather(*[kept.environment(interpreter, setting) for _ in range(2)])

    first, second = asyncio.run(twice())
    assert first == second
    installed = first.with_name("installed").read_text().splitlines()
    assert [line.partition(" install ")[2] for line in installed] == [
        " ".join(BUILDERS),
        "--no-deps --no-build-isolation tiny==1.0 small==2.0",
    ]


def test_other_requirements_make_another_environment(interpreter: Path, tmp_path: Path) -> None:
    settings = [Setting("3.6", ()), Setting("3.6", ("tiny==1.0",)), Setting("3.11", ())]
    kept = Cache(tmp_path / "cache")
    made = {asyncio.run(kept.environment(interpreter, setting)) for setting in settings}
    assert len(made) == 3


def test_an_environment_that_could_not_be_made_is_made_anew(
    interpreter: Path, tmp_path: Path
) -> None:
    kept = Cache(tmp_path / "cache")
    setting = Setting("3.11", ("missing==1.0",))
    for _ in range(2):
        with pytest.raises(CorpusError, match=r"missing==1.0: ended with 1:\n    no such package"):
            asyncio.run(kept.environment(interpreter, setting))
    interpreter.write_text(INTERPRETER.replace("*missing*", "*none*"))
    assert asyncio.run(kept.environment(interpreter, setting)).exists()


def test_every_requirement_is_pinned_and_every_source_has_a_hash() -> None:
    found = packages.load()
    assert len(found) == 10
    for each in found:
        assert len(bytes.fromhex(each.sha256)) == 32
        assert each.passing > 0
        for setting in (each.before, each.after):
            assert all("==" in requirement for requirement in setting.requirements)
