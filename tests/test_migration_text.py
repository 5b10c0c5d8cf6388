"""What the migration leaves as it is: bytes, line endings, encodings, files it cannot take."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from off_coroutine.cli import run as main
from off_coroutine.migration.migrate import migrate, migrate_text
from off_coroutine.migration.rewrite.edits import Conflict, Rendered, Rewrite
from off_coroutine.migration.source.files import Tree
from off_coroutine.migration.source.source_file import UnreadableError
from off_coroutine.options import UsageError

ROOT = Path(__file__).parent.parent
PLAIN_TWINS = ["sleep_ordering", "customer_endpoint", "first_coroutine", "retry"]
LEGACY = "import asyncio\n\n\n@asyncio.coroutine\ndef main():\n    yield from asyncio.sleep(0)\n"
NATIVE = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(0)\n"


def migrated(content: bytes) -> bytes:
    return migrate({"module.py": content}).changed.get("module.py", content)


@pytest.mark.parametrize("program", PLAIN_TWINS)
def test_a_generator_program_becomes_its_modern_twin(program: str) -> None:
    legacy = (ROOT / "legacy_style" / "generators" / f"{program}.py").read_text()
    assert migrate_text(legacy) == (ROOT / "modern" / f"{program}.py").read_text()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_endings_stay(newline: str) -> None:
    before, after = (text.replace("\n", newline).encode() for text in (LEGACY, NATIVE))
    assert migrated(before) == after


@pytest.mark.parametrize(
    ("first", "encoding"),
    [("", "utf-8-sig"), ("# -*- coding: latin-1 -*-  é\n", "latin-1"), ("'ünï' '日本'\n", "utf-8")],
)
def test_the_encoding_stays(first: str, encoding: str) -> None:
    assert migrated((first + LEGACY).encode(encoding)) == (first + NATIVE).encode(encoding)


def test_tabs_and_what_is_not_ascii_in_front_on_a_line_stay() -> None:
    before = '@coroutine\ndef f():\n\tx = "日本", (yield from g("é")), (yield from g())\n'
    after = 'async def f():\n\tx = "日本", await g("é"), await g()\n'
    assert migrate_text("from asyncio import coroutine\n" + before) == after


def test_a_line_that_ends_between_keyword_and_value_gets_no_blank_at_its_end() -> None:
    before = "@coroutine\ndef f():\n    return (yield from{}\n            g())\n"
    after = "async def f():\n    return (await{}\n            g())\n"
    for end in ("", "  # why"):
        text = "from asyncio import coroutine\n" + before.format(end)
        assert migrate_text(text) == after.format(end)


def test_a_file_without_a_last_line_ending_keeps_none() -> None:
    assert migrated(LEGACY.rstrip().encode()) == NATIVE.rstrip().encode()


def test_code_without_coroutines_stays() -> None:
    text = (
        "def walk(tree):\n    for child in tree:\n        yield from walk(child)\n    yield tree\n"
    )
    assert migrate_text(text) == text


@pytest.mark.parametrize("content", [b"def f(:\n", b"x = '\xff'\n", b"\x00", b"(" * 500])
def test_what_cannot_be_read_is_said_and_stays(content: bytes) -> None:
    result = migrate({"broken.py": content, "module.py": LEGACY.encode()})
    assert list(result.unreadable) == ["broken.py"]
    assert list(result.changed) == ["module.py"]


def test_unreadable_text_is_an_error() -> None:
    with pytest.raises(UnreadableError, match="line 1"):
        migrate_text("def f(:\n")


def test_a_generator_with_results_is_a_coroutine_only_where_its_module_is_about_asyncio() -> None:
    generator = b"def read(make):\n    result = yield from make()\n    return result\n"
    sources = {
        "package/__init__.py": b"",
        "package/loops.py": b"import asyncio\n",
        "package/reading.py": b"from package import loops\n" + generator,
        "package/trees.py": b"import collections\n" + generator,
    }
    assert list(migrate(sources).changed) == ["package/reading.py"]


def test_a_module_that_comes_to_import_asyncio_counts_at_once() -> None:
    sources = {
        "package/__init__.py": b"",
        "package/base.py": b"import asyncio\nclass Base:\n    @asyncio.coroutine\n"
        b"    def turn(self):\n        yield\n",
        "package/turning.py": b"from package.base import Base\n"
        b"class Turning(Base):\n    def turn(self):\n        yield\n",
        "package/reading.py": b"from package.turning import Turning\n"
        b"def read(make):\n    result = yield from make()\n    return result\n",
    }
    once = sources | migrate(sources).changed
    assert b"async def read" in once["package/reading.py"]
    assert not migrate(once).changed


def test_what_may_be_iterated_over_is_no_coroutine_by_its_name_alone() -> None:
    before = (
        "import asyncio\nclass Tree:\n    def walk(self):\n        yield from self.nodes()\n"
        "def names(tree):\n    return list(tree.walk())\n"
        "async def main(walkers):\n    await asyncio.gather(*[w.walk() for w in walkers])\n"
    )
    assert migrate_text(before) == before


def test_an_empty_list_among_what_nobody_can_delegate_to_stays_a_list() -> None:
    fields = "class Form:\n    def fields(self):\n        return [] if self.sent else {}\n\n\n"
    ask = "@asyncio.coroutine\ndef ask(page):\n    yield from page.fields()\n"
    for other, kept in (("None", True), ("[1]", True), ("start()", False)):
        text = migrate_text(f"import asyncio\n\n\n{fields.format(other)}{ask}")
        assert (fields.format(other) in text) is kept


def test_a_name_that_is_reserved_today_is_the_same_in_every_module(tmp_path: Path) -> None:
    sources = {
        "jobs/__init__.py": b"",
        "jobs/running.py": b"await = 'a'\ndef async(async): return async\n"
        b"class Job:\n    def __init__(self, async): self.async = async\n",
        "main.py": b"from jobs import running\nfrom jobs.running import async, Job\n"
        b"print(running.async('b') + running.await + async(async='c') + Job(async='d').async)\n",
    }
    (tmp_path / "jobs").mkdir()
    for path, content in (sources | migrate(sources).changed).items():
        (tmp_path / path).write_bytes(content)
    run = [sys.executable, str(tmp_path / "main.py")]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "bacd\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import async", "import ensure_future as async_"),
        ("import ensure_future as async", "import ensure_future as async_"),
        ("import async, sleep as await", "import ensure_future as async_, sleep as await_"),
    ],
)
def test_a_reserved_name_of_asyncio_is_imported_under_another(before: str, after: str) -> None:
    text = "try:\n    from asyncio {}\nexcept ImportError:\n    pass\nprint({})\n"
    assert migrate_text(text.format(before, "async")) == text.format(after, "async_")


def test_what_waits_for_a_pool_is_not_taken_for_what_is_entered() -> None:
    text = (
        "import asyncio\n\n\nclass Pool:\n    pass\n\n\nclass Making:\n"
        "    def __init__(self, making):\n        self.making = making\n\n"
        "    async def __aenter__(self):\n        return await self.making\n\n\n"
        "async def _make():\n    return Pool()\n\n\n"
        "def make():\n    return Making(_make())\n\n\n"
        "@asyncio.coroutine\ndef main():\n    made = yield from make()\n"
        "    with (yield from made):\n        pass\n"
    )
    assert "    with (await made):\n" in migrate_text(text)


def test_a_new_definition_stands_in_front_of_its_first_use() -> None:
    before = "import asyncio\nkeep = asyncio.coroutine\nimport os\nagain = asyncio.coroutine\n"
    after = migrate_text(before)
    assert after.index("def _coroutine") < after.index("keep = _coroutine")
    assert after.count("def _coroutine") == 1


def test_what_star_arguments_gather_is_not_asked_whether_it_is_awaitable() -> None:
    before = "import asyncio\n@asyncio.coroutine\ndef given(*values):\n    return values\n"
    assert migrate_text(before) == "async def given(*values):\n    return values\n"


@pytest.mark.parametrize(
    ("base", "set_up"),
    [("asynctest.TestCase", "def setUp"), ("Case", "@asyncio.coroutine\n    def setUp")],
)
def test_a_test_is_a_coroutine_where_those_of_its_class_are_run(base: str, set_up: str) -> None:
    head = "import asyncio, asynctest\nfrom cases import Case\n\n\nclass Test({base}):\n    "
    body = "(self):\n        pass\n\n    def test(self):\n        yield from self.server.start()\n"
    after = migrate_text(head.format(base=base) + set_up + body)
    assert after.endswith("    async def test(self):\n        await self.server.start()\n")
    plain = head.format(base="Case") + "def setUp" + body
    assert migrate_text(plain) == plain


def test_two_lines_stay_blank_around_a_new_definition() -> None:
    before = "import asyncio\nloop = None\n@asyncio.coroutine\n@unknown\ndef main(): pass\n"
    assert "    return coroutine\n\n\nloop = None\n@_coroutine\n" in migrate_text(before)


def test_two_lines_stay_blank_between_two_new_definitions() -> None:
    before = (
        "import asyncio\n\nlock = asyncio.Lock(loop=loop)\ntask = asyncio.Task.current_task()\n"
    )
    lines = migrate_text(before).split("\n\n\n")
    assert [text.partition("(")[0] for text in lines] == [
        "import asyncio\nimport sys",
        "def _current_task",
        "def _loop_argument",
        "lock = asyncio.Lock",
    ]


def test_a_difference_of_an_absolute_path_names_it_without_a_double_slash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "program.py"
    file.write_text(LEGACY)
    assert main(["migrate", "--diff", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"--- a{file.as_posix()}\n+++ b{file.as_posix()}\n")


def test_a_coroutine_in_another_module_decides_with_it() -> None:
    sources = {
        "package/__init__.py": b"",
        "package/client.py": b"from .wait import turn\ndef ask(): return (yield from turn())\n",
        "package/wait.py": b"import asyncio\n\ndef turn():\n    yield from asyncio.sleep(0)\n",
    }
    result = migrate(sources)
    assert b"async def turn" in result.changed["package/wait.py"]
    assert b"return await turn()" in result.changed["package/client.py"]


@given(st.text(max_size=40), st.data())
def test_every_byte_outside_of_an_edit_stays(text: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(text)), unique=True, max_size=6).map(sorted))
    spans = list(zip(places[::2], places[1::2], strict=False))
    edits = [Rewrite(start, end, ("<new>",)) for start, end in spans]
    kept = [
        text[a:b]
        for a, b in zip([0, *(s[1] for s in spans)], [*(s[0] for s in spans), None], strict=True)
    ]
    assert Rendered(text, edits).text == "<new>".join(kept)


def test_rewrites_that_overlap_are_a_conflict_that_names_both() -> None:
    first, second = Rewrite(0, 2, ()), Rewrite(1, 3, ())
    rendered = Rendered("abcd", [first, second])
    assert rendered.conflicts == [Conflict(first, second)]
    assert rendered.text == "cd"


def test_what_is_migrated_compiles_and_changes_no_more() -> None:
    once = migrated(LEGACY.encode())
    ast.parse(once)
    assert migrated(once) == once


def test_a_tree_leaves_out_links_and_hidden_folders(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.py").write_text("")
    (tmp_path / "a.py").write_text("")
    (tmp_path / "link.py").symlink_to(tmp_path / "a.py")
    tree = Tree([tmp_path])
    assert [Path(path).name for path in tree.contents] == ["a.py"]
    assert [Path(path).name for path in tree.skipped] == ["link.py"]


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no"):
        Tree([tmp_path / "missing"])


def test_it_is_said_that_a_module_will_not_compile() -> None:
    inside = b"    return {(yield from asyncio.sleep(0, n)) for n in numbers}\n"
    result = migrate(
        {"module.py": b"import asyncio\n@asyncio.coroutine\ndef f(numbers):\n" + inside}
    )
    assert [finding.refusal for finding in result.refused if "compile" in finding.refusal]


USED_FOR_THE_DECORATOR = "import asyncio\nimport time\n\n\n@asyncio.coroutine\ndef f():\n    pass\n"


@pytest.mark.parametrize(
    ("other", "removed"),
    [
        ("import tasks\n", True),
        ("import tasks\nprint(tasks.asyncio)\n", False),
        ("from tasks import asyncio\n", False),
        ("from tasks import *\n", False),
        ("TARGET = 'tasks.asyncio.sleep'\n", False),
    ],
)
def test_an_import_that_only_the_decorator_used_goes_unless_it_is_asked_for(
    other: str, removed: bool
) -> None:
    sources = {"tasks.py": USED_FOR_THE_DECORATOR.encode(), "other.py": other.encode()}
    after = migrate(sources).changed["tasks.py"].decode()
    start = "" if removed else "import asyncio\n"
    assert after == f"{start}import time\n\n\nasync def f():\n    pass\n"


@pytest.mark.parametrize(
    "text",
    [
        USED_FOR_THE_DECORATOR.replace("import asyncio\n", "import asyncio  # noqa: F401\n"),
        USED_FOR_THE_DECORATOR.replace("import asyncio\n", "import asyncio, sys\n"),
        USED_FOR_THE_DECORATOR.replace("pass", "return asyncio.Lock()"),
        "try:\n    import asyncio\nexcept ImportError:\n    asyncio = None\n"
        + USED_FOR_THE_DECORATOR.partition("\n")[2],
    ],
)
def test_an_import_that_says_more_stays(text: str) -> None:
    assert "import asyncio" in migrate_text(text)


def test_an_import_that_was_not_used_before_stays() -> None:
    assert migrate({"a.py": b"import asyncio\n\nwith_no_use = 1\n"}).changed == {}
