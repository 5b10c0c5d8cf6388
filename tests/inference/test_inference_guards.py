"""Code that copes by itself: on the Python without a name, where something fails, before a wait."""

import ast
import textwrap

import pytest
from analysing import analyse

from off_coroutine.migration.inference.expected_failure import expects_failure
from off_coroutine.migration.inference.narrowing import is_narrowed_to_awaitable
from off_coroutine.migration.inference.reachability import has_version_guard, is_unreachable
from off_coroutine.migration.semantics.scopes import Module

REMOVED = (3, 11)
GUARDED = {
    "a condition": "if sys.version_info < (3, 11):\n    place()",
    "a condition on the last of before": "if sys.version_info <= (3, 10):\n    place()",
    "an else": "if sys.version_info >= (3, 11):\n    pass\nelse:\n    place()",
    "an else of later ones": "if sys.version_info > (3, 10):\n    pass\nelse:\n    place()",
    "a long version": "if sys.version_info < (3, 11, 0):\n    place()",
    "a slice": "if sys.version_info[:2] < (3, 11):\n    place()",
    "a condition that is negated": "if not sys.version_info >= (3, 11):\n    place()",
    "a name for a condition": "OLD = sys.version_info < (3, 11)\nif OLD:\n    place()",
    "an expression": "x = place() if sys.version_info < (3, 11) else None",
    "an expression's else": "x = None if sys.version_info >= (3, 11) else place()",
    "something in between": "if sys.version_info < (3, 11):\n    def f():\n        place()",
    "a name that is asked for": "if hasattr(asyncio, 'coroutine'):\n    place()",
    "a name that is asked for, turned": "if not hasattr(a, 'x'): pass\nelse:\n    place()",
    "an expression that asks for a name": "x = place() if hasattr(asyncio, 'x') else None",
    "an absent attribute": "try:\n    place()\nexcept AttributeError:\n    pass",
    "an absent module": "try:\n    place()\nexcept ImportError:\n    pass",
    "an absent module by its own exception": (
        "try:\n    place()\nexcept ModuleNotFoundError:\n    pass"
    ),
    "an absent argument": "try:\n    place()\nexcept builtins.TypeError:\n    pass",
    "one of several exceptions": "try:\n    place()\nexcept (KeyError, ImportError):\n    pass",
    "a second exception": "try:\n    place()\nexcept E: pass\nexcept ImportError: 1",
    "a try around a class": "try:\n    class C: x = place()\nexcept ImportError:\n    pass",
    "a skipped test": (
        "@pytest.mark.skipif(sys.version_info >= (3, 11), reason='')\ndef test():\n    place()"
    ),
    "a skipped class": (
        "@unittest.skipIf(sys.version_info >= (3, 11), '')\nclass C:\n    def f(self): place()"
    ),
    "a test that is run before": (
        "@unittest.skipUnless(sys.version_info < (3, 11), '')\ndef test():\n    place()"
    ),
    "a skipped native test": (
        "@pytest.mark.skipif(sys.version_info >= (3, 11), reason='')\n"
        "async def test():\n    place()"
    ),
}
UNGUARDED = {
    "nothing": "place()",
    "a condition on something else": "if x < (3, 11):\n    place()",
    "a condition on a later version": "if sys.version_info < (3, 12):\n    place()",
    "a condition itself": "if place() or sys.version_info < (3, 11):\n    pass",
    "the other branch": "if sys.version_info < (3, 11):\n    pass\nelse:\n    place()",
    "later ones": "if sys.version_info >= (3, 11):\n    place()",
    "an equality": "if sys.version_info == (3, 10):\n    place()",
    "a major version": "if sys.version_info[0] < 3:\n    place()",
    "a range": "if (3, 4) <= sys.version_info < (3, 11):\n    place()",
    "two comparisons": "if sys.version_info < (3, 11) < x:\n    place()",
    "a constant": "if False:\n    place()",
    "a name for a constant": "OLD = False\nif OLD:\n    place()",
    "a name for one of two": "OLD = sys.version_info < (3, 11)\nOLD = x\nif OLD:\n    place()",
    "an unknown name": "if OLD:\n    place()",
    "a name that is asked for in the test": "if hasattr(asyncio, place()):\n    pass",
    "another question": "if getattr(asyncio, 'coroutine'):\n    place()",
    "a while": "while hasattr(asyncio, 'x'):\n    place()",
    "another exception": "try:\n    place()\nexcept KeyError:\n    pass",
    "a bare except": "try:\n    place()\nexcept:\n    pass",
    "a function in a try": "try:\n    def f():\n        place()\nexcept ImportError:\n    pass",
    "a native function in a try": (
        "try:\n    async def f():\n        place()\nexcept ImportError:\n    pass"
    ),
    "a test that is skipped before": (
        "@pytest.mark.skipif(sys.version_info < (3, 11), reason='')\ndef test():\n    place()"
    ),
    "a test that is run from it on": (
        "@unittest.skipUnless(sys.version_info >= (3, 11), '')\ndef test():\n    place()"
    ),
    "a test that is skipped on a condition": "@pytest.mark.skipif(x)\ndef test():\n    place()",
    "another decorator": "@other(sys.version_info >= (3, 11))\ndef test():\n    place()",
    "a decorator without a condition": "@pytest.mark.skipif\ndef test():\n    place()",
    "a decorator that is called with nothing": "@skipIf()\ndef test():\n    place()",
}
UNREACHABLE = {
    "a constant by its name": "OLD = False\nif OLD:\n    place()",
    "a constant by its name, negated": "NEW = True\nif not NEW:\n    place()",
    "an else of a constant": "NEW = True\nif NEW:\n    pass\nelse:\n    place()",
    "a condition": "if sys.version_info < (3, 11):\n    place()",
}
REACHABLE = {
    "nothing": "place()",
    "a constant that holds": "NEW = True\nif NEW:\n    place()",
    "a number": "OLD = 0\nif OLD:\n    place()",
    "a name for one of two constants": "OLD = False\nOLD = True\nif OLD:\n    place()",
    "an exception": "try:\n    place()\nexcept ImportError:\n    pass",
    "a name that is asked for": "if hasattr(asyncio, 'x'):\n    place()",
}
EXPECTED = {
    "an exception": "with pytest.raises(TypeError):\n    place()",
    "a warning": "with pytest.warns(DeprecationWarning):\n    place()",
    "unittest's exception": "with self.assertRaises(TypeError):\n    place()",
    "unittest's exception with a message": "with self.assertRaisesRegex(E, ''):\n    place()",
    "unittest's warning": "with self.assertWarns(W):\n    place()",
    "hidden warnings": "with warnings.catch_warnings():\n    place()",
    "one of several": "with lock, raises(E):\n    place()",
    "something in between": "with raises(E):\n    with lock:\n        x = [place()]",
    "an asynchronous one": "async def f():\n    async with raises(E):\n        place()",
    "something around": "with raises(E):\n    with other():\n        place()",
}
UNEXPECTED = {
    "nothing": "place()",
    "a lock": "with lock:\n    place()",
    "another call": "with opened('x'):\n    place()",
    "what is no call": "with raises:\n    place()",
    "what is before": "with raises(E):\n    pass\nplace()",
}
NARROWED = {
    "a question": "if asyncio.iscoroutine(x):\n        yield from x",
    "another question": "if inspect.isawaitable(x):\n        yield from x",
    "whether it is a future": "if asyncio.isfuture(x):\n        yield from x",
    "whether it is a generator": "if inspect.isgenerator(x):\n        yield from x",
    "its truth": "if x:\n        yield from x",
    "one of two that hold": "if y and asyncio.iscoroutine(x):\n        yield from x",
    "an attribute": "if self.x:\n        yield from self.x",
    "an expression": "y = (yield from x) if iscoroutine(x) else x",
    "something in between": "if x:\n        while y:\n            z = yield from x",
}
NOT_NARROWED = {
    "nothing": "yield from x",
    "the other branch": "if x:\n        pass\n    else:\n        yield from x",
    "an expression's other branch": "y = 1 if x else (yield from x)",
    "another value": "if y:\n        yield from x",
    "another question": "if callable(x):\n        yield from x",
    "a question about another": "if iscoroutine(y):\n        yield from x",
    "a question about nothing": "if iscoroutine():\n        yield from x",
    "one of two that may hold": "if y or iscoroutine(x):\n        yield from x",
    "a negation": "if not x:\n        yield from x",
    "the test": "if (yield from x):\n        pass",
}


def place(text: str) -> tuple[ast.AST, Module]:
    module = analyse(text).project.modules[0]
    (found,) = [
        node
        for node, _ in module.nodes(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "place"
    ]
    return found, module


@pytest.mark.parametrize("text", GUARDED.values(), ids=GUARDED)
def test_a_place_is_not_reached_without_the_name(text: str) -> None:
    assert has_version_guard(*place(text), REMOVED)


@pytest.mark.parametrize("text", UNGUARDED.values(), ids=UNGUARDED)
def test_a_place_may_be_reached_without_the_name(text: str) -> None:
    assert not has_version_guard(*place(text), REMOVED)


@pytest.mark.parametrize("text", UNREACHABLE.values(), ids=UNREACHABLE)
def test_a_place_is_unreachable_under(text: str) -> None:
    assert is_unreachable(*place(text), REMOVED)


@pytest.mark.parametrize("text", REACHABLE.values(), ids=REACHABLE)
def test_a_place_may_be_run_under(text: str) -> None:
    assert not is_unreachable(*place(text), REMOVED)


@pytest.mark.parametrize("text", EXPECTED.values(), ids=EXPECTED)
def test_a_failure_is_expected_under(text: str) -> None:
    assert expects_failure(*place(text))


@pytest.mark.parametrize("text", UNEXPECTED.values(), ids=UNEXPECTED)
def test_no_failure_is_expected_under(text: str) -> None:
    assert not expects_failure(*place(text))


@pytest.mark.parametrize("text", NARROWED.values(), ids=NARROWED)
def test_a_delegation_is_narrowed_by(text: str) -> None:
    assert narrowed(text)


@pytest.mark.parametrize("text", NOT_NARROWED.values(), ids=NOT_NARROWED)
def test_a_delegation_is_not_narrowed_by(text: str) -> None:
    assert not narrowed(text)


def narrowed(text: str) -> bool:
    analysed = analyse(f"def f(x, y):\n    {textwrap.dedent(text)}")
    (node,) = analysed.function("f").delegations
    return is_narrowed_to_awaitable(node, analysed.project.modules[0])
