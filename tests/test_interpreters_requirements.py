"""What a program asks of its interpreter, read off its source."""

from pathlib import Path

import pytest

from compare.interpreters import requirements

COMPLETE = """
import asyncio
import concurrent.futures
from asyncio import run as start

class Place:
    size = 3

async def main(*words, say=print):
    words = [word for word in words]
    try:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            say(pool, asyncio.get_running_loop(), Place, __name__)
    except OSError as error:
        say(error)
    match words:
        case [first, *rest]:
            say(first, rest)

if __name__ == "__main__":
    from compare.no_such_module import nothing
    start(main(nothing))
"""


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the requirements another house to look at."""
    (tmp_path / "modern").mkdir()
    (tmp_path / "legacy_style/generators").mkdir(parents=True)
    monkeypatch.setattr(requirements, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("source", "lacking"),
    [
        (COMPLETE, ""),
        ("import asyncio\nasyncio.no_such_name()", "asyncio.no_such_name"),
        ("from asyncio import no_such_name", "asyncio.no_such_name"),
        ("import no_such_module", "no_such_module"),
        ("from asyncio.no_such_module import run", "asyncio.no_such_module"),
        ("def f():\n    return no_such_builtin()", "no_such_builtin"),
        ("pass\ndef broken(:\n", "syntax of modern/program.py:2"),
    ],
)
def test_what_a_modern_program_lacks_here_is_named(house: Path, source: str, lacking: str) -> None:
    (house / "modern/program.py").write_text(source, encoding="utf-8")
    assert requirements.lacking("program", "modern") == lacking


@pytest.mark.parametrize(
    ("source", "lacking"),
    [
        ("import asyncio\nasyncio.no_such_name()", ""),
        ("import no_such_module", "no_such_module"),
    ],
)
def test_the_other_styles_only_lack_whole_modules(house: Path, source: str, lacking: str) -> None:
    (house / "legacy_style/generators/program.py").write_text(source, encoding="utf-8")
    assert requirements.lacking("program", "generators") == lacking


def test_the_packages_beyond_the_standard_library_are_named(house: Path) -> None:
    source = "import asyncio.queues\nfrom aiohttp import web\nfrom bson.son import SON\n"
    (house / "modern/program.py").write_text(source, encoding="utf-8")
    assert requirements.packages("program") == ["aiohttp", "bson"]
