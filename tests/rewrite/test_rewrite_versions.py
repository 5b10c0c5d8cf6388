"""What was written is read once, where this Python and the oldest one read the same."""

import ast

import pytest

from off_coroutine.migration.rewrite import verify

OLDEST = (3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "await (x)\n",
        "await [x]\n",
        "await -x\n",
        "await \\\n  x\n",
        "await \u00e4\n",
        "x = await\n",
        "x = await if y else z\n",
        "f(await=1)\n",
        "async = 1\n",
        "print([async for x in y])\n",
        "def async(): pass\n",
        "from x import async\n",
    ],
)
def test_what_an_old_python_may_take_for_a_name_is_read_apart(text: str) -> None:
    assert verify._AMBIGUOUS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "async def f():\n    await x.y(1)\n    return await g(await h())\n",
        "async def f():\n    async with x as y:\n        return [await z for z in y]\n",
        "class A:\n    async def f(self):\n        yield_ = 'await it'\n",
    ],
)
def test_what_is_read_once_is_the_same_to_both(text: str) -> None:
    old = ast.parse(text, feature_version=OLDEST)

    assert not verify._AMBIGUOUS.search(text)
    assert ast.dump(old, include_attributes=True) == ast.dump(
        ast.parse(text), include_attributes=True
    )


@pytest.mark.parametrize("text", ["await x\n", "async with x:\n    pass\n", "x = [await y]\n"])
def test_a_keyword_in_the_place_of_a_name_stays_an_error(text: str) -> None:
    source, is_checked = verify._read("m.py", text.encode(), text, OLDEST)

    assert not is_checked
    assert verify._syntax_error(source, source, OLDEST) is None  # it did not compile before, either
