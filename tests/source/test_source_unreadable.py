"""One file that cannot be read, decoded, parsed or encoded never ends the run for the others."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path

import pytest

from off_coroutine.cli import run
from off_coroutine.migration.migrate import migrate
from off_coroutine.migration.review import review
from off_coroutine.migration.source import rejection
from off_coroutine.migration.source.rejection import without_rejected
from off_coroutine.migration.source.source_file import UnreadableError, decoded

LEGACY = "import asyncio\n\n\n@asyncio.coroutine\ndef main():\n    yield from asyncio.sleep(0)\n"
NATIVE = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(0)\n"


def coded(name: str, more: str = "", encoding: str = "ascii") -> bytes:
    return f"# coding: {name}\n{LEGACY}{more}".encode(encoding)


UNREADABLE = {
    "rot13": coded("rot13"),
    "hex": coded("hex"),
    "base64": coded("base64"),
    "zlib": coded("zlib"),
    "undefined": coded("undefined"),
    "punycode": coded("punycode"),
    "utf-16": coded("utf-16"),
    "utf-16 in itself": coded("utf-16", encoding="utf-16"),
    "utf-32": coded("utf-32"),
    "ebcdic": coded("cp037"),
    "a module that is no codec": coded("aliases"),
    "another encoding after a mark": codecs.BOM_UTF8 + coded("latin-1"),
    "utf-7 with two spellings": coded("utf-7", "x = '+AGE-'\n"),
    "escapes": coded("unicode_escape", "x = '\\u00e9'\n"),
    "raw escapes": coded("raw_unicode_escape", "x = '\\u00e9'\n"),
    "a surrogate": coded("utf-7", "x = '+2AA-'\n"),
    "not what is declared": coded("ascii", "x = '\xe9'\n", "latin-1"),
    "a byte that is not UTF-8": LEGACY.encode() + b"x = '\xff'\n",
    "a surrogate in UTF-8": LEGACY.encode() + b"x = '\xed\xa0\x80'\n",
    "a null character": LEGACY.encode() + b"x = '\x00'\n",
    "two marks": codecs.BOM_UTF8 * 2 + LEGACY.encode(),
    "Python 2": b"print 'hello'\n",
    "a merge conflict": b"<<<<<<< HEAD\n" + LEGACY.encode(),
    "parentheses": LEGACY.encode() + b"x = " + b"(" * 5000 + b")" * 5000,
    "signs": LEGACY.encode() + b"x = " + b"-" * 50000 + b"1\n",
    "calls": LEGACY.encode() + b"x = a" + b".b()" * 50000 + b"\n",
    "branches": LEGACY.encode() + b"if a: pass\n" + b"elif b: pass\n" * 20000,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_leaves_the_others(content: bytes) -> None:
    sources = {"bad.py": content, "good.py": LEGACY.encode()}
    result = migrate(sources)
    assert result.changed == {"good.py": NATIVE.encode()}
    assert list(result.unreadable) == ["bad.py"]
    reviewed = review(sources)
    assert {finding.path for finding in reviewed.findings} == {"good.py"}
    assert list(reviewed.unreadable) == ["bad.py"]
    assert reviewed.unreadable["bad.py"].strip().rpartition(": ")[2]


@pytest.mark.parametrize(
    "content",
    [
        coded("latin-1", "x = '\xe9'\n", "latin-1"),
        coded("utf-8-sig"),
        codecs.BOM_UTF8 + coded("utf-8"),
        codecs.BOM_UTF8 + LEGACY.encode(),
        coded("utf-7"),
        coded("shift_jis", "x = '日本'\n", "shift_jis"),
        coded("iso-2022-jp", "x = '日本'\n", "iso-2022-jp"),
        b"\x0c\n" + LEGACY.replace("\n\n\n", "\n\x0c\n\x0c\n").encode(),
        LEGACY.encode() + "x = '\u2028\x85\x1c'\n".encode(),
        (LEGACY + "x = 1").replace("\n", "\r").encode(),
        LEGACY.encode() + b"x = " + b" + ".join([b"y"] * 1000) + b"\n",
    ],
)
def test_every_byte_of_what_can_be_read_stays(content: bytes) -> None:
    result = migrate({"odd.py": content})
    after = result.changed["odd.py"]
    assert after == content.replace(b"@asyncio.coroutine", b"").replace(
        b"\ndef main", b"async def main"
    ).replace(b"\rdef main", b"async def main").replace(b"yield from", b"await")
    assert result.unreadable == {}


def test_new_text_that_an_encoding_has_not_leaves_the_file() -> None:
    long = coded("idna", f"# {'a' * 40}.\n")
    result = migrate({"bad.py": long, "good.py": LEGACY.encode()})
    assert list(result.changed) == ["good.py"]
    assert {finding.path for finding in result.refused} == {"bad.py"}


def test_a_tree_too_deep_for_the_stack_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejection, "_FRAMES", 0)
    deep = LEGACY.encode() + b"x = " + b" + ".join([b"f()"] * 2500) + b"\n"
    sources = {"deep.py": deep, "good.py": LEGACY.encode()}

    def decide(left: object) -> list[str]:
        assert isinstance(left, dict)
        if "deep.py" in left:
            raise RecursionError
        return list(left)

    result, rejected = without_rejected(decide, sources)
    assert result == ["good.py"]
    assert "nested too deeply: 2,5" in str(rejected["deep.py"])


def test_a_recursion_without_end_in_plain_code_is_an_error_of_ours() -> None:
    def decide(_: object) -> None:
        raise RecursionError

    with pytest.raises(RecursionError):
        without_rejected(decide, {"good.py": LEGACY.encode()})


def test_the_limit_of_recursion_is_given_back() -> None:
    before = sys.getrecursionlimit()
    migrate({"good.py": LEGACY.encode()})
    assert sys.getrecursionlimit() == before


def test_a_codec_that_fails_in_its_own_way_is_a_reason() -> None:
    def search(name: str) -> codecs.CodecInfo | None:
        if name != "off_coroutine_failing":
            return None

        def fail(*_: object) -> tuple[str, int]:
            raise ZeroDivisionError("of its own")

        return codecs.CodecInfo(encode=fail, decode=fail, name=name)  # type: ignore[arg-type]

    codecs.register(search)
    try:
        with pytest.raises(UnreadableError, match="of its own"):
            decoded(coded("off_coroutine_failing"))
    finally:
        codecs.unregister(search)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with a good file among things that are none."""
    (tmp_path / "good.py").write_text(LEGACY)
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "folder.py" / "inner.py").write_text(LEGACY)
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "dangling.py").symlink_to("nowhere")
    (tmp_path / "rot.py").write_bytes(coded("rot13"))
    return tmp_path


def test_migrate_does_the_rest_and_ends_with_3(
    odd: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["migrate", "--write", str(odd)]) == 3
    said = capsys.readouterr().err
    assert f"{odd}/pipe.py: skipped: it is no regular file" in said
    assert f"{odd}/rot.py: skipped: cannot be decoded: 'rot13' is not a text encoding" in said
    assert (odd / "good.py").read_text() == NATIVE
    assert (odd / "folder.py" / "inner.py").read_text() == NATIVE
    assert (odd / "rot.py").read_bytes() == coded("rot13")


def test_review_does_the_rest_and_ends_with_2(
    odd: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", str(odd)]) == 2
    shown, said = capsys.readouterr()
    assert f"{odd}/good.py:4:2: decorated-coroutine" in shown
    assert f"{odd}/rot.py: not reviewed: cannot be decoded" in said
    assert f"{odd}/pipe.py: not reviewed: it is no regular file" in said


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_name_that_is_no_text_can_be_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name = os.fsencode(tmp_path) + b"/caf\xe9.py"
    try:
        with open(name, "w") as file:  # noqa: PTH123 - a path of bytes
            file.write(LEGACY)
    except OSError:
        pytest.skip("this file system has no such names")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    monkeypatch.setattr(sys, "stdout", out)  # as off_coroutine.shell makes it
    assert run(["review", "--format", form, "."]) == 1
