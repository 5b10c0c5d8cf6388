"""The last gate: what could not stand is refused by name, and the rest is migrated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from off_coroutine.migration import migrate as migration
from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.migrate import MigrationResult, migrate
from off_coroutine.migration.rewrite import verify
from off_coroutine.migration.rewrite.edits import Rendered, Rewrite, impossible
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rules import FINDERS
from off_coroutine.migration.semantics.scopes import Function, Module

INFO = RuleInfo("rules.fake", why="it is a test", remedy="none")
BAD = "import asyncio\n\n\n@asyncio.coroutine\ndef bad():\n    yield from asyncio.sleep(0)\n"
GOOD = BAD.replace("bad", "good")
NATIVE = "import asyncio\n\n\nasync def good():\n    await asyncio.sleep(0)\n"
Write = Callable[[Module, ast.FunctionDef], list[Rewrite]]


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Callable[[Write], None]:
    """Give a function that adds a rule, which writes something at every function `bad`."""

    def add(write: Write) -> None:
        def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
            for function in module.functions:
                node = function.node
                if function.name != "bad" or not isinstance(node, ast.FunctionDef):
                    continue
                if analysis.becomes_async(function) or not function.is_generator:
                    yield INFO.fix(module.source, node, "a test", write(module, node))

        monkeypatch.setattr(migration, "FINDERS", [*FINDERS, find])

    return add


def migrated(**texts: str) -> MigrationResult:
    return migrate({f"{name}.py": text.encode() for name, text in texts.items()})


def text_of(result: MigrationResult, name: str) -> str | None:
    content = result.changed.get(f"{name}.py")
    return content.decode() if content is not None else None


def at_end(text: str) -> Write:
    def write(module: Module, node: ast.FunctionDef) -> list[Rewrite]:
        end = module.source.end(node)
        return [Rewrite(end, end, (text,))]

    return write


def test_what_would_not_parse_is_refused_and_the_rest_migrated(
    rule: Callable[[Write], None],
) -> None:
    rule(at_end(" +"))
    result = migrated(m=BAD + GOOD.removeprefix("import asyncio\n"))
    text = text_of(result, "m") or ""
    assert "async def good" in text
    assert "@types.coroutine\ndef bad" in text
    (refused,) = result.refused
    assert refused.what == "the decorated coroutine `bad`"
    assert "would not do" in refused.refusal


def test_what_would_not_compile_is_refused(rule: Callable[[Write], None]) -> None:
    rule(at_end("\n    yield from ()"))
    result = migrated(m=BAD)
    assert "'yield from' inside async function" in result.refused[0].refusal


def test_what_the_oldest_python_does_not_parse_is_refused(rule: Callable[[Write], None]) -> None:
    rule(at_end("\n    x: int = 1"))
    assert "3.6 and greater" in migrated(m=BAD).refused[0].refusal


def test_a_file_that_needs_a_later_python_itself_is_held_to_that(
    rule: Callable[[Write], None],
) -> None:
    rule(at_end("\n    x: int = 1"))
    result = migrate({"m.py": f"y: int = 1\n{BAD}".encode()})
    assert not result.refused


def test_what_would_become_an_asynchronous_generator_is_refused(
    rule: Callable[[Write], None],
) -> None:
    rule(at_end("\n    yield 1"))
    assert "asynchronous generator" in migrated(m=BAD).refused[0].refusal


def test_what_a_second_run_would_change_is_refused(rule: Callable[[Write], None]) -> None:
    rule(at_end("\n    asyncio.async_ = asyncio.Task.current_task()"))
    assert "a second run would find" in migrated(m=BAD).refused[0].refusal


def test_rewrites_that_cross_are_refused_with_both_rules(rule: Callable[[Write], None]) -> None:
    def write(module: Module, node: ast.FunctionDef) -> list[Rewrite]:
        start = module.source.start(node.body[0])
        return [Rewrite(start - 1, start + 3, ())]

    rule(write)
    refusal = migrated(m=BAD).refused[0].refusal
    assert "`fake`" in refusal
    assert "`yield-from`" in refusal


def test_what_cannot_be_written_is_refused_with_its_reason(rule: Callable[[Write], None]) -> None:
    rule(lambda module, node: [impossible("for a reason")])
    result = migrated(m=BAD)
    assert "for a reason" in result.refused[0].refusal


def test_what_cannot_be_written_outside_of_coroutines_is_refused_alone(
    rule: Callable[[Write], None],
) -> None:
    rule(lambda module, node: [impossible("for a reason")])
    result = migrated(m=f"{GOOD}\n\ndef bad():\n    pass\n")
    assert [finding.rule for finding in result.refused] == ["fake"]
    assert (text_of(result, "m") or "").startswith(NATIVE)


def test_what_depends_on_a_refused_function_is_decided_anew(rule: Callable[[Write], None]) -> None:
    rule(at_end(" +"))
    waits = BAD.replace("bad", "waits").replace("asyncio.sleep(0)", "m.bad()")
    result = migrated(m=BAD, other=f"import m\n{waits}")
    assert "await m.bad()" in (text_of(result, "other") or "")
    assert "@types.coroutine" in (text_of(result, "m") or "")


def test_an_error_in_a_rule_refuses_the_file_and_names_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
        if module.name == "m":
            raise KeyError("lost")
        yield from ()

    monkeypatch.setattr(migration, "FINDERS", [*FINDERS, find])
    result = migrated(m=BAD, other=GOOD)
    assert list(result.changed) == ["other.py"]
    assert any("KeyError: 'lost' in find" in finding.refusal for finding in result.refused)


def test_an_error_in_what_finds_blockers_refuses_the_function(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find(function: Function, analysis: Membership) -> Iterator[Blocker]:
        if function.name == "bad":
            raise KeyError("lost")
        yield from ()

    guarded = migration.guarded(find)
    monkeypatch.setattr(migration, "_BLOCKERS", [*migration._BLOCKERS, guarded])
    result = migrated(m=BAD, other=GOOD)
    assert "KeyError" in result.refused[0].refusal
    assert text_of(result, "other") == NATIVE


def test_a_project_of_which_nothing_can_stand_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
        first = module.node.body[0]
        yield INFO.fix(module.source, first, "a test", [Rewrite(0, 0, ("(",))])

    monkeypatch.setattr(migration, "FINDERS", [*FINDERS, find])
    result = migrated(m=BAD, other=GOOD)
    assert not result.changed
    assert {finding.path for finding in result.refused} == {"m.py", "other.py"}


def test_a_project_that_never_comes_to_an_end_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
        end = len(module.source.text)
        yield INFO.fix(module.source, module.node.body[0], "a test", [Rewrite(end, end, ("#",))])

    monkeypatch.setattr(migration, "FINDERS", [*FINDERS, find])
    assert not migrated(m=BAD, other=GOOD).changed


def test_a_generator_that_is_refused_stays_byte_for_byte() -> None:
    text = (
        "import asyncio\n\n\ndef leaves(tree):\n    for child in tree:\n"
        "        yield from leaves(child)\n\n\nasyncio.run(leaves([]))\nprint(list(leaves([[]])))\n"
    )
    result = migrated(m=text)
    assert result.refused
    assert not result.changed


def test_a_refusal_says_what_is_written_all_the_same() -> None:
    result = migrated(m=f"{BAD}    yield 1\n")
    assert result.refused[0].refusal.endswith("; decorated with `types.coroutine` instead")


def test_a_name_that_stays_reserved_keeps_the_function_around_it_a_generator() -> None:
    result = migrated(m=f"{BAD}    asyncio.x.async += 1\n")
    assert "async def" not in (text_of(result, "m") or "")


@pytest.mark.parametrize(
    ("text", "line", "offset"), [("a\x0cb\nc\n", 2, 4), ("a\u2028b\nc", 2, 4), ("a", 9, 1)]
)
def test_a_line_of_a_result_is_one_of_pythons(text: str, line: int, offset: int) -> None:
    assert verify._origin(Rendered(text, []), line, 1) == offset
