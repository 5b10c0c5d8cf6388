"""Why a function is a coroutine, and why one stays as it is."""

from __future__ import annotations

import ast
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import NamedTuple

from off_coroutine.migration.semantics.scopes import Function, Module


class Reason(NamedTuple):
    """Why a function is a member: evidence for itself, or a function that it belongs with.

    Attributes:
        what: in words, as the end of a sentence about the function.
        node: the place that shows it.
        module: where that is.
        by: the function that it follows from; None for evidence that stands for itself.
    """

    what: str
    node: ast.AST
    module: Module
    by: Function | None = None


class Blocker(NamedTuple):
    """Why a coroutine cannot become a native one.

    Attributes:
        node: where.
        reason: what is in the way.
        remedy: what a person can do about it.
        by: the function that stays and has this one stay too; None if the reason is its own.
    """

    node: ast.AST
    reason: str
    remedy: str
    by: Function | None = None


class Refused(NamedTuple):
    """Functions that stay as they are, because what would be written there could not stand.

    Attributes:
        blocked: each with the reason.
        untouched: those of them above which not even another decorator is written.
    """

    blocked: Mapping[Function, Blocker]
    untouched: Container[Function]


NOTHING_REFUSED = Refused(MappingProxyType({}), frozenset())
