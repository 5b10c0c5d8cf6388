"""`@asyncio.coroutine` above a function.

Found: a function decorated with `asyncio.coroutine`, under whatever name it was imported.
Why: Python 3.8 deprecated the decorator and 3.11 removed it: the module no longer imports.
Fix: `async def`, the decorator goes. Above another decorator of which nothing is known, a function
    of the module's own takes its place, since what that other one returns may be anything.
Safety: the whole function is converted or none of it; what it delegates to is decided with it. What
    cannot be converted keeps working: a generator under `types.coroutine`, which makes it one that
    can be awaited and iterated over, any other under the function of the module's own; it is said.
    So is a generator that nothing iterates over where `asyncio.iscoroutinefunction` is asked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis, Membership
from off_coroutine.migration.coroutines.reasons import Blocker
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.keeping import DECORATED, STANDING_IN, in_place_of, kept
from off_coroutine.migration.rewrite.statements import put_async, remove_decorator
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import is_nothing

INFO = RuleInfo(
    __name__,
    why="asyncio.coroutine was removed in Python 3.11: the module does not import",
    remedy="make it `async def` and await what it delegates to",
    since="3.11",
)

# How the names of decorators begin that return the function itself.
_TRANSPARENT = ("abc.abstract", "pytest.mark.", "staticmethod", "classmethod", "functools.wraps")


def blockers(function: Function, analysis: Membership) -> Iterator[Blocker]:
    for node in function.yields:
        if not is_nothing(node.value):
            reason = "it yields values, so something drives it by hand"
            yield Blocker(node, reason, "if that is meant, decorate it with `types.coroutine`")
    if function in analysis.iterated:
        reason = "its result is iterated over, which a native coroutine is not"
        remedy = "drive it with `.send(None)` or run it in a loop, then migrate again"
        yield Blocker(analysis.iterated[function], reason, remedy)
    if not function.is_generator and (hiding := _hiding(function, analysis)):
        reason = f"`{ast.unparse(hiding)}` takes what it returns, before it is awaited"
        yield Blocker(hiding, reason, "put the decorator innermost if that is meant")


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    refused = any(function.module is module for function in analysis.blocked)
    asked = refused and analysis.are_asked_for
    for function in module.decorated:
        decorator = analysis.decorated.get(function)
        if decorator is None or function.name in (*AWAITABLE, "__aiter__"):
            continue
        what = f"the decorated coroutine `{function.name}`"
        if refusal := analysis.blocked.get(function):
            left = INFO.refuse(module.source, decorator, what, refusal.reason, refusal.remedy)
            as_native = asked and not analysis.may_be_driven(function)
            edits = kept(function, decorator, analysis.project, as_native)
            said = STANDING_IN if as_native or not function.is_generator else DECORATED
            yield replace(left, edits=tuple(edits), refusal=f"{left.refusal}; {said}")
        else:
            assert isinstance(function.node, ast.FunctionDef)
            edits = [put_async(module, function.node)]
            if _hiding(function, analysis):
                edits += in_place_of(decorator, module, analysis.project)
            else:
                edits.append(remove_decorator(module, decorator))
            yield INFO.fix(module.source, decorator, what, edits)


def _hiding(function: Function, analysis: Membership) -> ast.expr | None:
    """Return a decorator under that of a coroutine which may not return a coroutine function."""
    project, decorators = analysis.project, function.decorators
    below = decorators[decorators.index(analysis.decorated[function]) + 1 :]
    for decorator in below:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        assert function.outer is not None
        name = project.qualified_name(plain, function.outer) or ast.unparse(plain)
        if name.startswith(_TRANSPARENT):
            continue
        definitions = project.definition(plain, function.outer)
        hides = not definitions or not function.is_generator
        if hides or any(_leaves_generator(each, analysis) for each in definitions):
            return decorator
    return None


def _leaves_generator(decorator: Scope, analysis: Membership) -> bool:
    """Return whether a function that stays a generator stands in a decorator, or it is a class."""
    inside = (f for f in decorator.module.functions if f.outer is decorator)
    return decorator.is_class or any(map(analysis.is_plain_generator, inside))
