"""Values as text that is the same in every run."""

import asyncio
import collections
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest

from off_coroutine.engine.describe import describe, spoken


@dataclass
class Point:
    x: int
    tags: set[str] = field(default_factory=set)
    secret: int = field(default=0, repr=False)


class Pair(NamedTuple):
    left: Any
    right: Any


class Several(list[Any]):
    pass


class Plain:
    """Its ``repr`` says nothing of it."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


class Slotted:
    __slots__ = ("x",)


def caused(error: BaseException, cause: BaseException | None) -> BaseException:
    error.__cause__ = cause
    return error


def recursive() -> list[Any]:
    items: list[Any] = [1]
    items.append(items)
    return items


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b", "a"}, "set('a', 'b')"),
        (frozenset([2, 1]), "frozenset(1, 2)"),
        ({"k": {"b", "a"}}, "{'k': set('a', 'b')}"),
        (({1},), "(set(1),)"),
        (Pair({2, 1}, None), "Pair(left=set(1, 2), right=None)"),
        (Point(1, {"b", "a"}), "Point(x=1, tags=set('a', 'b'))"),
        (Several([{2, 1}]), "[set(1, 2)]"),
        (collections.OrderedDict(a={2, 1}), "OrderedDict({'a': set(1, 2)})"),
        (ValueError("x", {2, 1}), "ValueError('x', set(1, 2))"),
        (RuntimeError(f"bad {object()}"), "RuntimeError('bad <object object>')"),
        (object(), "<object object>"),
        (Point, f"<class '{__name__}.Point'>"),
        (recursive(), "[1, ...]"),
        (Plain(b={2, 1}, a=Plain(), _secret=1), f"Plain(a=<{__name__}.Plain object>, b=set(1, 2))"),
        (Slotted(), f"<{__name__}.Slotted object>"),
        (Plain, f"<class '{__name__}.Plain'>"),
        (caused(KeyError(1), OSError(2)), "KeyError(1) from OSError(2)"),
        (
            caused(KeyError(1), caused(OSError(2), EOFError())),
            "KeyError(1) from OSError(2) from EOFError()",
        ),
        (caused(TimeoutError(), asyncio.CancelledError()), "TimeoutError()"),
        (ExceptionGroup("two", [KeyError(1)]), "ExceptionGroup('two', [KeyError(1)])"),
        (1.5, "1.5"),
        (True, "True"),
    ],
    ids=lambda each: each if isinstance(each, str) else type(each).__name__,
)
def test_a_value_is_described_alike_in_every_run(value: Any, text: str) -> None:
    assert describe(value) == text


def test_what_is_said_is_what_print_shows_without_addresses() -> None:
    assert spoken("plain") == "plain"
    assert spoken({"b", "a"}) == "set('a', 'b')"
    assert spoken([1, "x"]) == "[1, 'x']"
    assert spoken(ValueError("text")) == "text"
    assert spoken(f"an {object()}") == "an <object object>"
