"""Generators that a coroutine of which too little is known may delegate to.

A generator whose every `yield` is a bare statement gives nothing and takes nothing: it is written
to be waited for, by `asyncio` as well as by a plain generator. `types.coroutine` above it changes
nothing for who iterates over it, and lets `await` take it.
"""

from __future__ import annotations

import ast
from collections.abc import Container

from off_coroutine.migration.coroutines.membership import Membership
from off_coroutine.migration.inference.callees import Callees, may_escape
from off_coroutine.migration.inference.calls import decorator_names
from off_coroutine.migration.semantics.scopes import Function
from off_coroutine.migration.semantics.syntax import is_nothing

_IN_CLASSES = frozenset({"staticmethod", "classmethod", "property", "cached_property"})


def suspending_generators(membership: Membership) -> list[Function]:
    """Return the generators that only suspend, themselves or by those they delegate to."""
    about = {function.module for function in membership.members}
    suspending = dict.fromkeys(
        function
        for function in membership.facts.functions
        if function.is_generator
        and only_suspends(function)
        and membership.is_plain_generator(function)
        and not _only_recurses(function, membership)
        and (function.module in about or not isinstance(function.outer, Function))
        and _is_kept_by_decorators(function, membership)
    )
    pending = [function for function in suspending if function.delegations]
    while pending:
        rejected = [f for f in pending if not _delegates_within(f, suspending, membership)]
        for function in rejected:
            del suspending[function]
        pending = [f for f in pending if f in suspending] if rejected else []
    return list(suspending)


def _only_recurses(function: Function, membership: Membership) -> bool:
    """Return whether a generator delegates to itself, and nothing else in the project calls it."""
    targets = {f for _, callees in membership.delegations(function) for f in callees.bound}
    return (
        targets == {function}
        and not may_escape(function, membership.project)
        and all(
            scope.frame is function
            for module in membership.project.modules
            for _, scope in module.calls(function.name)
        )
    )


def _delegates_within(
    function: Function, suspending: Container[Function], membership: Membership
) -> bool:
    """Return whether all that is known of what a generator delegates to suspends, too."""
    reached = [callees for _, callees in membership.delegations(function)]
    return any(function.yields or callees.bound for callees in reached) and all(
        target in suspending or target in membership.members
        for callees in reached
        for target in callees.bound
    )


def only_suspends(function: Function) -> bool:
    """Return whether a generator function gives and takes nothing by its `yield`s."""
    parents = function.module.parents
    return (
        bool(function.name)
        and (function.name == "__call__" or not function.name.startswith("__"))
        and not function.is_native
        and all(
            is_nothing(node.value) and isinstance(parents[node], ast.Expr)
            for node in function.yields
        )
    )


def _is_kept_by_decorators(function: Function, membership: Membership) -> bool:
    """Return whether its decorators are of the project, or hand it on: no context managers."""
    names = decorator_names(function, membership.project)
    outer = function.outer
    assert outer is not None
    return all(
        name in _IN_CLASSES
        or membership.project.definition(node.func if isinstance(node, ast.Call) else node, outer)
        for name, node in zip(names, function.decorators, strict=True)
    )


def may_delegate_to_any(function: Function, membership: Membership) -> bool:
    """Return whether a function delegates to something of which too little is known."""
    return any(
        is_unknown(node, callees, function, membership)
        for node, callees in membership.delegations(function)
    )


def is_unknown(
    node: ast.YieldFrom, callees: Callees, function: Function, membership: Membership
) -> bool:
    """Return whether too little is known of what a function delegates to at a place."""
    called = node.value.func if isinstance(node.value, ast.Call) else node.value
    return not callees.exact and not membership.project.qualified_name(called, function)
