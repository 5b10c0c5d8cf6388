"""Why coroutines stay generators."""

from __future__ import annotations

import ast
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import NamedTuple

from off_coroutine.migration.semantics.scopes import Function


class Blocker(NamedTuple):
    """Why a coroutine cannot become a native one.

    Attributes:
        node: where.
        reason: what is in the way.
        remedy: what a person can do about it.
    """

    node: ast.AST
    reason: str
    remedy: str


class Refused(NamedTuple):
    """Functions that stay as they are, because what would be written there could not stand.

    Attributes:
        blocked: each with the reason.
        untouched: those of them above which not even another decorator is written.
    """

    blocked: Mapping[Function, Blocker]
    untouched: Container[Function]


NOTHING_REFUSED = Refused(MappingProxyType({}), frozenset())
