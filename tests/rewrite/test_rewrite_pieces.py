"""Decisions about single pieces: what keeps a decorator, an import, parentheses, a name, a file."""

from __future__ import annotations

import ast

import pytest

from off_coroutine.migration.rewrite.edits import Rendered, Rewrite, Span
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.rewrite.helper_texts import NOTHING
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.keeping import add_types_coroutine, can_stay, in_place_of, kept
from off_coroutine.migration.rewrite.names import private_name
from off_coroutine.migration.rewrite.nodes import (
    add_argument,
    as_argument,
    operand_of_await,
    remove_argument,
    replace_by_await,
    replace_yield_from,
)
from off_coroutine.migration.rewrite.spans import bare, joins
from off_coroutine.migration.rewrite.statements import (
    decorate,
    insert_after,
    insert_before,
    rename,
)
from off_coroutine.migration.rewrite.unused_import import UnusedImports
from off_coroutine.migration.rewrite.verify import write
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.source_file import Source


def project_of(text: str, **others: str) -> Project:
    texts = {"m": text, **others}
    return Project(Source(f"{name}.py", given.encode()) for name, given in texts.items())


def module_of(text: str, **others: str) -> Module:
    project = project_of(text, **others)
    return next(module for module in project.modules if module.name == "m")


# --- what stands above a function that stays


def keeping(text: str, *, as_native: bool = False) -> str:
    project = project_of(text)
    module = project.modules[0]
    (function,) = [function for function in module.functions if function.name == "f"]
    return Rendered(text, kept(function, function.decorators[0], project, as_native)).text


GENERATOR = "import asyncio\n\n\n@asyncio.coroutine\ndef f():\n    yield\n"


def test_a_generator_that_stays_stands_under_types_coroutine() -> None:
    assert keeping(GENERATOR) == GENERATOR.replace(
        "import asyncio", "import asyncio\nimport types"
    ).replace("@asyncio", "@types")


@pytest.mark.parametrize(
    ("text", "as_native"), [(GENERATOR, True), (GENERATOR.replace("yield", "return"), False)]
)
def test_what_types_coroutine_does_not_make_one_of_gets_a_function_of_its_own(
    text: str, as_native: bool
) -> None:
    after = keeping(text, as_native=as_native)
    assert "\n\n@_coroutine\ndef f" in after
    assert "def _coroutine(" in after


def test_a_function_of_its_own_stands_in_front_of_the_first_use() -> None:
    text = (
        "import asyncio\nasyncio.run\ng = asyncio.coroutine(h)\n@asyncio.coroutine\ndef f(): pass\n"
    )
    project = project_of(text)
    module = project.modules[0]
    (function,) = module.functions
    after = Rendered(text, in_place_of(function.decorators[0], module, project)).text
    assert after.index("def _coroutine") < after.index("g = ")
    text = "from asyncio import coroutine\ng = coroutine(h)\n@coroutine\ndef f(): pass\n"
    project = project_of(text)
    module = project.modules[0]
    (function,) = module.functions
    after = Rendered(text, in_place_of(function.decorators[0], module, project)).text
    assert after.index("def _coroutine") < after.index("g = ")


def test_a_function_of_its_own_stands_behind_what_is_imported_before_the_first_use() -> None:
    text = "import asyncio\nprint(asyncio.x)\nimport b\n@asyncio.coroutine\ndef f(): pass\n"
    project = project_of(text)
    module = project.modules[0]
    (function,) = module.functions
    after = Rendered(text, in_place_of(function.decorators[0], module, project)).text
    assert after.index("import b") < after.index("def _coroutine") < after.index("def f")


def test_a_generator_is_decorated_so_that_coroutines_can_await_it() -> None:
    text = "def f():\n    yield\n"
    project = project_of(text)
    (function,) = project.modules[0].functions
    rewrites = list(add_types_coroutine(function, project))
    assert Rendered(text, rewrites).text == "import types\n@types.coroutine\ndef f():\n    yield\n"


@pytest.mark.parametrize(
    ("text", "stays"),
    [("def f(): yield", True), ("@wrap\ndef f(): yield", False), ("f = lambda: (yield)", False)],
)
def test_only_a_bare_generator_function_can_be_decorated_to_stay(text: str, stays: bool) -> None:
    (function,) = module_of(text).functions
    assert can_stay(function) is stays


# --- imports that nothing uses any more


def without_uses(text: str, written: str = "", **others: str) -> str:
    """Return a module without its lines of `asyncio.x`, and without imports that this leaves."""
    project = project_of(text, **others)
    module = next(each for each in project.modules if each.name == "m")
    edits = [
        Rewrite(module.source.start(node), module.source.end(node), (written,) if written else ())
        for node, _ in module.nodes(ast.Attribute)
        if node.attr == "x"
    ]
    return Rendered(text, [*edits, *UnusedImports(project).removed(module, edits)]).text


USED = "import asyncio\nasyncio.x\n"


def test_an_import_that_was_used_and_is_no_more_is_removed() -> None:
    assert without_uses(USED) == "\n"
    assert without_uses(USED, "types.y") == "types.y\n"
    assert without_uses(USED, "asyncio_x") == "asyncio_x\n"
    assert without_uses(USED, other="from m import y\nimport asyncio\nasyncio.z\n") == "\n"
    assert without_uses(USED, other="import m\nm.y\nn.asyncio\n") == "\n"


STAYS = {
    "one that is used elsewhere": USED + "asyncio.y\n",
    "one that nothing used": "import asyncio\nx = 1\n",
    "one beside another": "import asyncio, os\nasyncio.x\n",
    "one under another name": "import asyncio as aio\nasyncio.x\n",
    "another one under its name": "import lib as asyncio\nasyncio.x\n",
    "one of a module in it": "import asyncio.events\nasyncio.x\n",
    "one with a comment": "import asyncio  # noqa\nasyncio.x\n",
    "one of two": "import asyncio\nimport asyncio\nasyncio.x\n",
    "one in a function": "def f():\n    import asyncio\n    asyncio.x\n",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_an_import_stays(text: str) -> None:
    (line,) = {line for line in text.splitlines() if "import" in line}
    assert line in without_uses(text)


@pytest.mark.parametrize(
    "other",
    [
        "from m import asyncio\n",
        "from m import y, asyncio as z\n",
        "from m import *\n",
        "import m\nm.asyncio.run()\n",
        "patch('m.asyncio.sleep')\n",
        "patch('package.m.asyncio')\n",
    ],
)
def test_an_import_stays_that_another_module_asks_for(other: str) -> None:
    assert "import asyncio" in without_uses(USED, other=other)
    assert "import asyncio" in without_uses(USED, other=f"x = 1\n{other}")


def test_an_import_stays_that_what_is_written_needs() -> None:
    assert without_uses(USED, "asyncio.y") == "import asyncio\nasyncio.y\n"


# --- parentheses


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("yield from (a) + b", "await ((a) + b)"),
        ("yield from (a, b)", "await (a, b)"),
        ("yield from [a]", "await [a]"),
        ("yield from a or b", "await (a or b)"),
        ("yield from (a or b)", "await (a or b)"),
        ("yield\\\n from a", "await\\\n a"),
        ("(yield\n from a)", "(await\n a)"),
        ("(yield from\n a)", "(await\n a)"),
        ("(yield from # c\n a)", "(await # c\n a)"),
        ("(yield from  # c\n a)", "(await  # c\n a)"),
        ("x = (yield from a)", "x = await a"),
        ("x = ( yield from a )", "x = await a"),
        ("x = (yield from\n a)", "x = (await\n a)"),
        ("x = (yield from f(\n a))", "x = (await f(\n a))"),
        ("x = (yield from a # c\n)", "x = (await a # c\n)"),
        ("x = (yield from a)if b else c", "x = (await a)if b else c"),
        ("x = (yield from a).b", "x = (await a).b"),
        ("x = f((yield from a))", "x = f(await a)"),
        ("x = (yield from a)()", "x = (await a)()"),
        ("x = y[(yield from a)]", "x = y[await a]"),
        ("x = (yield from a)[y]", "x = (await a)[y]"),
        ("x = not(yield from a)", "x = not await a"),
        ("yield from a.__await__()", "await a"),
        ("yield from a.__iter__()", "await a"),
        ("yield from a.next()", "await a.next()"),
    ],
)
def test_await_has_the_parentheses_that_it_needs(before: str, after: str) -> None:
    text = f"def f():\n    {before}\n"
    module = module_of(text)
    (function,) = module.functions
    (node,) = function.delegations
    assert Rendered(text, [replace_yield_from(module, node)]).text == f"def f():\n    {after}\n"


@pytest.mark.parametrize(
    ("value", "argument", "operand"),
    [
        ("a", "a", "a"),
        ("(a)", "(a)", "(a)"),
        ("a, b", "(a, b)", "(a, b)"),
        ("(a, b)", "(a, b)", "(a, b)"),
        ("(a), b", "((a), b)", "((a), b)"),
        ("(a, b), c", "((a, b), c)", "((a, b), c)"),
        ("((a), b)", "((a), b)", "((a), b)"),
        ("()", "()", "()"),
        ("yield", "(yield)", "(yield)"),
        ("(yield)", "(yield)", "(yield)"),
        ("yield from a", "(yield from a)", "(yield from a)"),
        ("(a := b)", "(a := b)", "(a := b)"),
        ("a + b", "a + b", "(a + b)"),
        ("(a) + b", "(a) + b", "((a) + b)"),
        ("lambda: a", "lambda: a", "(lambda: a)"),
        ("(a for a in b)", "(a for a in b)", "(a for a in b)"),
        ("{a: b}", "{a: b}", "{a: b}"),
    ],
)
def test_a_value_has_the_parentheses_that_it_needs(
    value: str, argument: str, operand: str | None
) -> None:
    text = f"def f():\n    x = {value}\n"
    module = module_of(text)
    ((node, _),) = module.nodes(ast.Assign)
    for make, expected in ((as_argument, argument), (operand_of_await, operand)):
        if expected is not None:
            rendered = Rendered(text, [Rewrite(0, len(text), tuple(make(module, node.value)))])
            assert rendered.text == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(loop=1, b=2, c=3)", "f(b=2, c=3)"),
        ("f(a, loop=1, b=2)", "f(a, b=2)"),
        ("f(a, b, loop=1)", "f(a, b)"),
        ("f(loop=1)", "f()"),
        ("f(loop=1,)", "f()"),
        ("f(a, # c\n  loop=1, b=2)", "f(a, # c\n  b=2)"),
        ("f(a, # c\n  loop=1, # d\n  b=2)", "f(a, # c\n   # d\n  b=2)"),
        ("f(a, # c\n  loop=1 # d\n  )", "f(a, # c\n   # d\n  )"),
    ],
)
def test_an_argument_is_removed_with_its_comma(before: str, after: str) -> None:
    module = module_of(before)
    ((call, _),) = module.nodes(ast.Call)
    (keyword,) = [each for each in call.keywords if each.arg == "loop"]
    assert Rendered(before, [remove_argument(module, keyword, call)]).text == after


def test_what_is_awaited_in_an_f_string_is_refused() -> None:
    module = module_of("def f():\n    x = f'{(yield from y)}'\n")
    (node,) = module.functions[0].delegations
    assert replace_yield_from(module, node).reason
    assert replace_by_await(module, node, "await y").reason


def test_an_await_stands_in_place_of_an_expression_and_its_parentheses() -> None:
    text = "x = (y)\nz = (y).a\n"
    module = module_of(text)
    nodes = [node for node, _ in module.nodes(ast.Name) if node.id == "y"]
    rewrites = [replace_by_await(module, node, "await ", bare(module, node)) for node in nodes]
    assert Rendered(text, rewrites).text == "x = await y\nz = (await y).a\n"


def test_arguments_in_an_f_string_are_refused() -> None:
    module = module_of("x = f'{f(loop=1)}'\n")
    ((call, _),) = module.nodes(ast.Call)
    assert remove_argument(module, call.keywords[0], call).reason
    assert add_argument(module, call, "x").reason


# --- statements


@pytest.mark.parametrize("name", ["f", "d", "e", "async_def", "a"])
@pytest.mark.parametrize("keyword", ["def", "async def", "async  def"])
def test_a_function_is_renamed_where_it_is_defined(name: str, keyword: str) -> None:
    text = f"@{name}\n{keyword} {name}(): pass\n"
    (function,) = module_of(text).functions
    renamed = Rendered(text, [rename(function, "new")]).text
    assert renamed == f"@{name}\n{keyword} new(): pass\n"


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("x = 1\n", "new\nx = 1\n", "x = 1\nnew\n"),
        ("if a: x = 1\n", "if a: new; x = 1\n", "if a: x = 1; new\n"),
        ("x = 1; y = 2\n", "new\nx = 1; y = 2\n", "x = 1; new; y = 2\n"),
        ("@d\ndef f(): pass\n", "new\n@d\ndef f(): pass\n", "@d\ndef f(): pass\nnew\n"),
        ("@d\nasync def f(): pass\n", "new\n@d\nasync def f(): pass\n", None),
        ("@ d\nclass C: pass\n", "new\n@ d\nclass C: pass\n", "@ d\nclass C: pass\nnew\n"),
        ("while a: pass\n", "new\nwhile a: pass\n", "while a: pass\nnew\n"),
    ],
)
def test_a_statement_is_put_in_front_or_behind(text: str, before: str, after: str | None) -> None:
    module = module_of(text)
    node = module.node.body[0]
    if isinstance(node, ast.If):
        node = node.body[0]
    assert Rendered(text, [insert_before(module, node, "new")]).text == before
    if after is not None:
        assert Rendered(text, [insert_after(module, node, "new")]).text == after


def test_a_decorator_stands_in_front_of_async() -> None:
    text = "def f(): pass\n"
    module = module_of(text)
    rewrites = [Rewrite(0, 0, ("async ",), (3, "")), decorate(module, module.node.body[0], "d")]
    assert Rendered(text, rewrites).text == "@d\nasync def f(): pass\n"


# --- names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "class A:\n    def f(self): pass\nclass _A(A):\n    def f(self): pass\n",
            ["__x", "__x_2"],
        ),
        ("class A:\n    def f(self): pass\nclass B(A):\n    def f(self): pass\n", ["__x", "__x"]),
        ("class A:\n    def f(self): self.__x = 1\n", ["__x_2"]),
        ("class A:\n    def f(self): self.__x = self.__x_2\n", ["__x_3"]),
        (
            "class A:\n    def f(self): pass\nclass C:\n    class A:\n        def f(self): pass\n",
            ["__x"] * 2,
        ),
    ],
)
def test_a_private_name_is_that_of_one_class(text: str, names: list[str]) -> None:
    project = project_of(text)
    functions = sorted(project.modules[0].functions, key=lambda each: each.node.lineno)
    assert [private_name("__x", function, project) for function in functions] == names


def test_a_helper_of_a_module_without_imports_stands_first() -> None:
    project = project_of("x = 1\n")
    _, rewrites = use_helper(NOTHING, project.modules[0], project, 0)
    text = Rendered("x = 1\n", rewrites).text
    assert text.startswith("class _Nothing") and text.endswith("\n\n\nx = 1\n")


# --- texts


def test_what_is_removed_around_a_piece_takes_its_rewrites_along() -> None:
    outer = Rewrite(0, 8, (Span(2, 4),))
    result = Rendered("abcdefgh", [outer, Rewrite(0, 1, ("X",)), Rewrite(5, 6, ("Y",))])
    assert (result.text, result.conflicts) == ("cd", [])
    result = Rendered("abcdefgh", [outer, Rewrite(1, 2, ("X",)), Rewrite(4, 5, ("Y",))])
    assert (result.text, result.conflicts) == ("cd", [])


def test_a_character_of_the_first_piece_comes_from_its_own_place() -> None:
    result = Rendered("abcdefgh", [Rewrite(4, 6, ("X",))])
    assert [result.origin(place) for place in range(6)] == [0, 1, 2, 3, 4, 6]
    assert Rendered("abc", [Rewrite(0, 1, ("XYZ",))]).origin(2) == 0
    assert Rendered("", []).origin(0) == 0


# --- the last gate


def gate(text: str, old: str, new: str, *, content: bytes = b"") -> list[tuple[int, str]]:
    """Return what is wrong, and where, once one text stands in place of another."""
    source = Source("m.py", content or text.encode())
    at = source.text.index(old)
    edit = Rewrite(at, at + len(old), (new,))
    finding = Finding("rule", "m.py", 1, 1, "what", "why", "remedy", edits=(edit,))
    written, faults = write(source, [finding], [], (3, 5))
    assert (written is None) == bool(faults)
    return [(fault.offset, fault.reason) for fault in faults]


def test_what_would_not_parse_is_told_with_its_line() -> None:
    ((place, reason),) = gate("a = 1\nb = 2\nc = 3\n", "2", "2 +")
    assert place == len("a = 1\n")
    assert reason.startswith("the result would not do")


def test_what_would_not_compile_is_told_with_its_place() -> None:
    ((place, reason),) = gate("a = 1\nb = 2\nc = 3\n", "2", "(yield)")
    assert place == len("a = 1\nb = ")
    assert reason.startswith("the result would not compile")


def test_a_place_is_that_of_the_text_before() -> None:
    text = "a = 1\r\nb = (2,\r\n  3, (yield))\r\nc = 3\r\n"
    ((place, _),) = gate(f"def f():\r\n  pass\r\n{text.replace('(yield)', '4')}", "4", "(yield)")
    assert place == len("def f():\r\n  pass\r\na = 1\r\nb = (2,\r\n  3, ")


def test_a_text_that_another_encoding_would_read_is_not_written() -> None:
    content = "# coding: latin-1\nx = '\xa4'\n".encode("latin-1")
    assert gate("", "latin-1", "iso-8859-15", content=content) == [
        (-1, "its encoding has not all that would be written")
    ]


def test_a_name_that_is_reserved_in_native_coroutines_is_told_with_its_place() -> None:
    text = "async = 1\ndef f():\n    async = 1\n"
    ((place, reason),) = gate(text, "def", "async def")
    assert place == text.rindex("async")
    assert "reserved in native coroutines" in reason
    assert gate("async = 1\ndef f():\n    pass\n", "def", "async def") == []
    assert gate("def f():\n    pass\nasync = 1\n", "def", "async def") == []


def test_a_place_is_that_of_the_statement_on_its_line() -> None:
    ((place, _),) = gate("a = 1; b = 2\n", "b = 2", "return")
    assert place == len("a = 1; ")


def test_what_did_not_compile_before_need_not_afterwards() -> None:
    assert gate("return\nx = 2\n", "2", "3") == []


def test_what_needs_a_later_python_before_may_need_that_one_and_no_later() -> None:
    text = "match x:\n    case 1: y = 2\ntry: pass\nexcept E: pass\n"
    assert gate(text, "2", "3") == []
    ((_, reason),) = gate(text, "except E", "except* E")
    assert reason.startswith("the result would not compile")


def test_a_conflict_is_told_with_both_rules() -> None:
    source = Source("m.py", b"abc\n")
    edits = Rewrite(0, 2, ("x",)), Rewrite(1, 3, ("y",))
    finding = Finding("rule", "m.py", 1, 1, "what", "why", "remedy", edits=edits[:1])
    _, (fault,) = write(source, [finding], edits[1:], (3, 5))
    assert fault.reason == "`rule` and `unused-import` rewrite one piece of it"
    assert fault.offset == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(x)"),
        ("f(a, b)", "f(a, b, x)"),
        ("f((a), (b))", "f((a), (b), x)"),
        ("f(a=1, b=2)", "f(x, a=1, b=2)"),
        ("f(a, b, c=1)", "f(a, b, x, c=1)"),
        ("f(*a)", "f(*a, x)"),
    ],
)
def test_an_argument_is_added_behind_the_positional_ones(before: str, after: str) -> None:
    module = module_of(before)
    ((call, _),) = module.nodes(ast.Call)
    assert Rendered(before, [add_argument(module, call, "x")]).text == after


@pytest.mark.parametrize(
    ("character", "is_joined"), [("a", True), ("1", True), ("_", True), ("(", False), ("", False)]
)
def test_letters_digits_and_underscores_join_a_word(character: str, is_joined: bool) -> None:
    assert joins(character) is is_joined


def test_helpers_stand_two_lines_apart_from_what_follows() -> None:
    for blank in range(3):
        text = "import a\n" + "\n" * blank + "x = 1\n"
        project = project_of(text)
        _, rewrites = use_helper(NOTHING, project.modules[0], project, len(text))
        rendered = Rendered(text, rewrites).text
        assert rendered.startswith("import a\n\n\nclass _Nothing")
        assert rendered.endswith("\n\n\nx = 1\n") and "\n\n\n\n" not in rendered


def test_what_has_no_line_has_no_place() -> None:
    content = "# coding: latin-1\nx = 'a'\n".encode("latin-1")
    ((place, reason),) = gate("", "'a'", "'\u20ac'", content=content)
    assert place == -1
    assert reason.startswith("the result would not do")


def test_a_finding_has_its_place_as_editors_link_it() -> None:
    assert Finding("rule", "m.py", 3, 7, "what", "why", "remedy").place == "m.py:3:7"


def test_what_python_warns_of_may_be_written() -> None:
    assert gate("x = 1\nif x == 1: pass\n", "x == 1", "x is 1") == []
