"""`async` and `await` as names: where they are, and what the tree says of them."""

import ast
import re

import pytest

from off_coroutine.migration.source import legacy_keywords
from off_coroutine.migration.source.source_file import Source, UnreadableError

# `@` marks each word that is a name.
NAMES = {
    "a variable": "@async = 1\n",
    "an attribute": "x.@async(1)\n",
    "a name in what is imported": "from x import @async\n",
    "a module": "import x.@async.y\n",
    "a parameter": "def f(@async, @await=1): pass\n",
    "an argument": "f(@async=True)\n",
    "a name that is awaited in a function": "def f():\n    @await(1)\n",
    "a name at the top": "@await(x)\n",
    "a name beside a native function": "async def f(): pass\n@await = 1\n",
    "a name behind a native function": "async def f():\n    await x\n@await(x)\n",
    "a name in a function in a native one": (
        "async def f():\n    def g():\n        @await(1)\n    await x\n"
    ),
    "a name behind a function in a native one": (
        "async def f():\n    def g(): pass\n    await x\n@await(1)\n"
    ),
    "a native function in a function": (
        "def f():\n    async def g():\n        await x\n    @await(1)\n"
    ),
    "an attribute in a native function": "async def f():\n    x.@async = await y\n",
    "a name that ends a line": "x = @async\n",
    "a name that is not awaited in a native function": "async def f():\n    @await = 1\n",
    "a name before an operator in a native function": "async def f():\n    x = @await + 1\n",
    "a name before a word in a native function": "async def f():\n    x = @await if y else 1\n",
    "a name before another word": "async def f():\n    x = @await and y or @await is z\n",
    "a name in an expression": "async def f():\n    return [@await for x in y]\n",
    "a name before not": "async def f():\n    x = @await not in y\n",
    "a name that is entered": "with @async as x: pass\n",
    "a name behind a comment": "x = 1 # async\n@async = 2 # await\n",
    "a name behind a text": "x = 'async'; @async = '''\nasync'''\n",
    "a name behind a long line": "x = (1,\n  @async,\n\n  @await)\n",
    "a name behind Windows' line ends": "x = 1\r\n@async = 2\r\n",
    "a name behind old line ends": "x = 1\r@async = 2\r",
    "a name behind blank lines": "\n\n@async = 2\n",
    "a function": "def @async(): pass\n",
    "two on a line": "@async = @await = x.@async\n",
    "a name in a block after a native one": (
        "class C:\n    async def f(self):\n        if x:\n            await y\n"
        "    def g(self):\n        @await(x)\n@await(x)\n"
    ),
    "a name in a native function of one line": "async def f(): await x; @await\n",
}
NONE = {
    "a native function": "async def f(): await x\n",
    "a native loop": "async def f():\n    async for x in y: pass\n",
    "a native with": "async def f():\n    async with x: pass\n",
    "a comprehension": "async def f(): return [x async for x in y]\n",
    "a text": "x = 'async await'\n",
    "a part of a name": "asynchronous = awaited = is_async = 1\n",
    "an await of brackets": "async def f():\n    await (x)\n    await [x]\n    await {x}\n",
    "an await of values": "async def f():\n    await 1\n    await 'x'\n    await ...\n",
    "an await of signs": "async def f():\n    await -x\n    await ~x\n",
}


def marked(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a text without its marks, and the offset and word behind each."""
    plain, *rest = text.split("@")
    found = []
    for part in rest:
        found.append((len(plain), part[:5]))
        plain += part
    return plain, found


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_each_use_as_a_name_is_found(text: str) -> None:
    plain, expected = marked(text)
    assert list(legacy_keywords.places(plain)) == expected


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_name_is_left(text: str) -> None:
    assert list(legacy_keywords.places(text)) == []


# `await(x)` outside of native functions is read today, too, and as what it is not.
@pytest.mark.parametrize(
    "text", [text for text in NAMES.values() if not re.search(r"@await\(.\)", text)]
)
def test_a_text_with_such_names_is_read_with_its_positions(text: str) -> None:
    plain, expected = marked(text)
    source = Source("m.py", plain.encode())
    assert source.reserved_names == expected
    words = {word for _, word in expected}
    read = {
        part
        for node in ast.walk(source.tree)
        for value in vars(node).values()
        if isinstance(value, str)
        for part in value.split(".")
    }
    assert words <= read
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name):
            assert source.segment(node) == node.id


def test_a_text_that_ends_too_early_has_the_names_up_to_there() -> None:
    assert list(legacy_keywords.places("async = 1\nx = (\n")) == [(0, "async")]
    with pytest.raises(UnreadableError):
        Source("m.py", b"async = 1\nx = (\n")


def test_names_that_stand_in_are_in_no_text() -> None:
    taken = "_____ ____a async = await"
    start = taken.index("async")
    text, stand_ins = legacy_keywords.replaced(taken, [(start, "async")])
    assert text == "_____ ____a ____z = await"
    assert stand_ins == {"____z": "async"}
    text, stand_ins = legacy_keywords.replaced(taken, [(start, "async"), (start + 8, "await")])
    assert text == "_____ ____a ____z = ___a_"
    assert stand_ins == {"____z": "async", "___a_": "await"}


def test_a_tree_gets_its_names_back() -> None:
    tree = ast.parse("import x.____a.y\n____a = z.____z")
    legacy_keywords.put_back(tree, {"____a": "async", "____z": "await"})
    assert ast.unparse(tree) == "import x.async.y\nasync = z.await"
