"""`yield from` in a coroutine.

Found: `yield from` in a coroutine that becomes native.
Why: it is a syntax error in a native coroutine.
Fix: `await`. It binds tighter than `yield from`: an operand that is an operation or a
    conditional gets parentheses, and parentheses that were needed only for `yield from` go, if
    they stand on one line. `yield from ()`, which waited for nothing, goes.
Safety: what can be iterated but not awaited is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.awaitable import is_builtin
from compare.migration.calls import alternatives
from compare.migration.coroutines import Coroutines, Obstacle
from compare.migration.edits import Edit
from compare.migration.evidence import is_empty
from compare.migration.findings import Finding, Kind
from compare.migration.keeping import can_stay
from compare.migration.module import Function, Module
from compare.migration.rewriting import YIELD_FROM, awaited, removed_statement
from compare.migration.rules.lock_statement import enters_lock

KIND = Kind(
    __name__,
    why="`yield from` is a syntax error in a native coroutine",
    remedy="put `await` in its place",
    implied=True,
)

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NOT_AWAITABLE = (ast.List, ast.Tuple, ast.Set, ast.Dict, *_COMPREHENSIONS)


def obstacles(function: Function, coroutines: Coroutines) -> Iterator[Obstacle]:
    module = function.module
    for node in function.delegations:
        if _in_comprehension(module, node):
            reason = "`yield from` in a comprehension does not compile from Python 3.8 on"
            yield Obstacle(node, reason, "write the loop out")
        elif not YIELD_FROM.match(module.source.text, module.source.start(node)):
            yield Obstacle(node, "`yield from` in an f-string", "give its value a name")
        elif any(_is_iterable(value, function) for value in alternatives(node.value)):
            yield Obstacle(node, "it delegates to an iterable", "loop over it, or await")
    for node, found in coroutines.delegations(function):
        for target in found.functions:
            if found.certain and coroutines.is_plain_generator(target) and not can_stay(target):
                what, remedy = f"`{target.name}`", "decorate that with `types.coroutine`"
                if not target.name:
                    what, remedy = "a lambda", "define that with `def`, then migrate again"
                reason = f"it delegates to {what}, which is no coroutine but a generator"
                yield Obstacle(node, reason, f"{remedy}, or rewrite it")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for function in module.functions:
        if coroutines.converts(function):
            for node in function.delegations:
                if not enters_lock(node, function, coroutines):
                    edits = (
                        [_nothing(module, node)] if is_empty(node.value) else awaited(module, node)
                    )
                    yield KIND.converted(module.source, node, "`yield from` in a coroutine", edits)


def _nothing(module: Module, node: ast.YieldFrom) -> Edit:
    """Remove what delegates to nothing."""
    statement = module.parents[node]
    if isinstance(statement, ast.Expr):
        return removed_statement(module, statement)
    return Edit(module.source.start(node), module.source.end(node), "None")


def _in_comprehension(module: Module, node: ast.AST) -> bool:
    """Return whether a node stands in what a comprehension evaluates in a scope of its own."""
    while not isinstance(node, (ast.stmt, ast.Lambda)):
        parent = module.parents[node]
        if isinstance(parent, _COMPREHENSIONS):
            if node is not parent.generators[0]:
                return True
        elif isinstance(parent, ast.comprehension) and node is not parent.iter:
            return True
        node = parent
    return False


def _is_iterable(value: ast.expr, function: Function) -> bool:
    """Return whether a value is one that cannot be awaited, and has something to wait for."""
    if isinstance(value, ast.Call):
        return is_builtin(value.func, function)
    return isinstance(value, _NOT_AWAITABLE) and not is_empty(value)
