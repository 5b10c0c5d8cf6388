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

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.awaitability import is_builtin
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.inference.callees import alternatives
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.keeping import can_stay
from off_coroutine.migration.rewrite.nodes import replace_yield_from
from off_coroutine.migration.rewrite.spans import bare, in_f_string
from off_coroutine.migration.rewrite.statements import remove_statement
from off_coroutine.migration.rules.lock_statement import enters_lock
from off_coroutine.migration.semantics.scopes import Function, Module
from off_coroutine.migration.semantics.syntax import is_empty

INFO = RuleInfo(
    __name__,
    why="`yield from` is a syntax error in a native coroutine",
    remedy="put `await` in its place",
    implied=True,
)

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NOT_AWAITABLE = (ast.List, ast.Tuple, ast.Set, ast.Dict, *_COMPREHENSIONS)


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    module = function.module
    for node in function.delegations:
        if _in_comprehension(module, node):
            reason = "`yield from` in a comprehension does not compile from Python 3.8 on"
            yield Blocker(node, reason, "write the loop out")
        elif in_f_string(module, node):
            yield Blocker(node, "`yield from` in an f-string", "give its value a name")
        elif any(_is_iterable(value, function) for value in alternatives(node.value)):
            yield Blocker(node, "it delegates to an iterable", "loop over it, or await")
    for node, found in analysis.delegations(function):
        for target in found.bound:
            if analysis.is_plain_generator(target) and not can_stay(target):
                what, remedy = f"`{target.name}`", "decorate that with `types.coroutine`"
                if not target.name:
                    what, remedy = "a lambda", "define that with `def`, then migrate again"
                reason = f"it delegates to {what}, which is no coroutine but a generator"
                yield Blocker(node, reason, f"{remedy}, or rewrite it")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for function in module.delegating:
        if analysis.becomes_async(function):
            for node in function.delegations:
                if not enters_lock(node, function, analysis):
                    rewritten = _nothing if is_empty(node.value) else replace_yield_from
                    edits = [rewritten(module, node)]
                    yield INFO.fix(module.source, node, "`yield from` in a coroutine", edits)


def _nothing(module: Module, node: ast.YieldFrom) -> Rewrite:
    """Remove what delegates to nothing."""
    statement = module.parents[node]
    if isinstance(statement, ast.Expr):
        return remove_statement(module, statement)
    return Rewrite(*bare(module, node), ("None",))


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
