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

from compare.migration.coroutines import Coroutines, Obstacle
from compare.migration.evidence import is_nothing
from compare.migration.findings import Finding, Kind
from compare.migration.keeping import in_place_of, kept
from compare.migration.module import Function, Module, Scope
from compare.migration.names import AWAITABLE
from compare.migration.rewriting import made_native, removed_decorator

KIND = Kind(
    __name__,
    why="asyncio.coroutine was removed in Python 3.11: the module does not import",
    remedy="make it `async def` and await what it delegates to",
    since="3.11",
)

# How the names of decorators begin that return the function itself.
_TRANSPARENT = ("abc.abstract", "pytest.mark.", "staticmethod", "classmethod", "functools.wraps")


def obstacles(function: Function, coroutines: Coroutines) -> Iterator[Obstacle]:
    for node in function.yields:
        if not is_nothing(node.value):
            reason = "it yields values, so something drives it by hand"
            yield Obstacle(node, reason, "if that is meant, decorate it with `types.coroutine`")
    if function in coroutines.iterated:
        reason = "its result is iterated over, which a native coroutine is not"
        remedy = "drive it with `.send(None)` or run it in a loop, then migrate again"
        yield Obstacle(coroutines.iterated[function], reason, remedy)
    if not function.is_generator and (hiding := _hiding(function, coroutines)):
        reason = f"`{ast.unparse(hiding)}` takes what it returns, before it is awaited"
        yield Obstacle(hiding, reason, "put the decorator innermost if that is meant")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    refused = any(function.module is module for function in coroutines.refused)
    asked = refused and coroutines.are_asked_for
    for function in module.functions:
        decorator = coroutines.decorated.get(function)
        if decorator is None or function.name in (*AWAITABLE, "__aiter__"):
            continue
        what = f"the decorated coroutine `{function.name}`"
        if refusal := coroutines.refused.get(function):
            left = KIND.refused(module.source, decorator, what, refusal.reason, refusal.remedy)
            as_native = asked and not coroutines.may_be_driven(function)
            yield replace(left, edits=tuple(kept(function, decorator, as_native)))
        else:
            edits = [made_native(module.source, function)]
            if _hiding(function, coroutines):
                edits += in_place_of(decorator, module)
            else:
                edits.append(removed_decorator(module.source, decorator))
            yield KIND.converted(module.source, decorator, what, edits)


def _hiding(function: Function, coroutines: Coroutines) -> ast.expr | None:
    """Return a decorator under that of a coroutine which may not return a coroutine function."""
    package, decorators = coroutines.package, function.decorators
    below = decorators[decorators.index(coroutines.decorated[function]) + 1 :]
    for decorator in below:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        assert function.outer is not None
        name = package.full_name(plain, function.outer) or ast.unparse(plain)
        if name.startswith(_TRANSPARENT):
            continue
        definitions = package.definition(plain, function.outer)
        hides = not definitions or not function.is_generator
        if hides or any(_leaves_generator(each, coroutines) for each in definitions):
            return decorator
    return None


def _leaves_generator(decorator: Scope, coroutines: Coroutines) -> bool:
    """Return whether a function that stays a generator stands in a decorator, or it is a class."""
    inside = (f for f in decorator.module.functions if f.outer is decorator)
    return decorator.is_class or any(map(coroutines.is_plain_generator, inside))
