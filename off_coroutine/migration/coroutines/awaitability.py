"""Whether the value of an expression is awaitable: never, always, or maybe.

The answer is the join over all that may reach the expression: `always` means all of it.
"""

from __future__ import annotations

import ast
import builtins
import enum
from collections.abc import Iterable

from off_coroutine.migration.coroutines.membership import Membership
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.solver import Expression, Instance, Result, Value
from off_coroutine.migration.semantics.asyncio_api import API, Gives
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope


class Answer(enum.Enum):
    NO = "never awaitable"
    YES = "always awaitable"
    PERHAPS = "perhaps awaitable"


_NEVER = (
    *(ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Compare, ast.BinOp),
    *(ast.UnaryOp, ast.Lambda, ast.ListComp, ast.DictComp, ast.SetComp),
)
# Builtins that return one of their arguments, or what another function does, or an awaitable.
_HANDING_ON = frozenset(
    {"anext", "next", "getattr", "max", "min", "eval", "super", "vars", "__import__"}
)
# Modules of the standard library whose functions give values.
_PLAIN_MODULES = frozenset(
    {"base64", "binascii", "collections", "datetime", "hashlib", "json", "logging", "math", "os"}
    | {"random", "re", "socket", "string", "struct", "sys", "tempfile", "time", "urllib", "uuid"}
)
_PLAIN_METHODS = frozenset(
    {"format", "encode", "decode", "strip", "split", "startswith", "endswith", "lower", "upper"}
)


def awaitable(value: ast.expr, scope: Scope, analysis: Membership) -> Answer:
    """Return whether the value of an expression, evaluated in a scope, is awaitable."""
    reaching = flow_of(analysis.project).reach(value, scope)
    answers = [_of(each, analysis) for each in reaching.values]
    return _all(answers if reaching.complete and answers else [*answers, Answer.PERHAPS])


def is_builtin(called: ast.expr, scope: Scope) -> bool:
    """Return whether a builtin is called that gives a value of its own, which nobody can await."""
    return (
        isinstance(called, ast.Name)
        and hasattr(builtins, called.id)
        and called.id not in _HANDING_ON
        and not scope.bindings_of(called.id)
    )


def _of(value: Value, analysis: Membership) -> Answer:
    """Return whether one value is awaitable."""
    if isinstance(value, Instance):
        return _instance(value.of, analysis.project)
    if isinstance(value, Result):
        if isinstance(value.of, Function):
            return Answer.YES if value.of in analysis.members else Answer.PERHAPS
        return _result(value.of, value, analysis.project)
    if isinstance(value, Expression):
        return Answer.NO if isinstance(value.node, _NEVER) else Answer.PERHAPS
    is_plain = isinstance(value, Scope) or value.startswith("builtins.")
    return Answer.NO if is_plain else Answer.PERHAPS


def _result(name: str | None, result: Result, project: Project) -> Answer:
    """Return whether what a call of something elsewhere, or unknown, gives is awaitable."""
    root, _, rest = (name or "").partition(".")
    if root == "asyncio":
        gives = API[rest].gives if rest in API else Gives.ANYTHING
        if gives in (Gives.COROUTINE, Gives.FUTURE):
            return Answer.YES
        return Answer.NO if gives in (Gives.PLAIN, Gives.POOL_FUTURE) else Answer.PERHAPS
    if root in _PLAIN_MODULES or (root == "aiohttp" and rest.startswith("web.")):
        return Answer.NO
    if root == "builtins":
        return Answer.PERHAPS if rest in _HANDING_ON else Answer.NO
    called = result.node.func
    if root or not isinstance(called, ast.Attribute):
        return Answer.PERHAPS
    if called.attr == "__await__":
        return Answer.YES
    plain = isinstance(called.value, (ast.Constant, ast.JoinedStr)) or _is_file(
        called.value, result.scope
    )
    if plain or (called.attr in _PLAIN_METHODS and called.attr not in project.functions_named):
        return Answer.NO
    return Answer.PERHAPS


def _is_file(value: ast.expr, scope: Scope) -> bool:
    """Return whether a value is a name that `with open(...) as` binds, and nothing else."""
    if not isinstance(value, ast.Name) or scope.bindings_of("open"):
        return False
    opened = [
        item
        for statement, where in scope.module.nodes(ast.With)
        for item in statement.items
        if where is scope.frame
        and isinstance(item.optional_vars, ast.Name)
        and item.optional_vars.id == value.id
        and isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr.func) == "open"
    ]
    return len(opened) == len(scope.local_bindings(value.id)) > 0


def _instance(owner: Scope | str, project: Project) -> Answer:
    if isinstance(owner, str):
        return Answer.NO if owner.startswith("builtins.") else Answer.PERHAPS
    related = project.class_hierarchy(owner)
    if project.methods(related, "__await__"):
        return Answer.YES
    bases = {base for scope in related for base, _ in project.bases(scope)}
    names = {
        base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in bases
    }
    return Answer.PERHAPS if names & {"Future", "Task"} else Answer.NO


def _all(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    return found.pop() if len(found) == 1 else Answer.PERHAPS
