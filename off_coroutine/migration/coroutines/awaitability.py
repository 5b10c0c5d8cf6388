"""Whether the value of an expression is awaitable."""

from __future__ import annotations

import ast
import builtins
import enum
from collections.abc import Iterable

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import may_call
from off_coroutine.migration.semantics.asyncio_api import API, Gives
from off_coroutine.migration.semantics.scopes import Function, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class


class Answer(enum.Enum):
    NO = "never awaitable"
    YES = "always awaitable"
    PERHAPS = "perhaps awaitable"


_NEVER = (
    *(ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Compare, ast.BinOp),
    *(ast.UnaryOp, ast.Lambda, ast.ListComp, ast.DictComp, ast.SetComp),
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
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
_DEEPEST = 4  # functions that return what another one returns


def awaitable(
    value: ast.expr, scope: Scope, analysis: CoroutineAnalysis, depth: int = _DEEPEST
) -> Answer:
    """Return whether the value of an expression, evaluated in a scope, is awaitable."""
    if isinstance(value, _NEVER):
        return Answer.NO
    if isinstance(value, ast.IfExp):
        return _all(awaitable(v, scope, analysis, depth) for v in (value.body, value.orelse))
    if isinstance(value, ast.BoolOp):
        return _all(awaitable(v, scope, analysis, depth) for v in value.values)
    if isinstance(value, ast.Name):
        return _named(value.id, scope, analysis, depth)
    if isinstance(value, ast.Call) and depth:
        return _called(value.func, scope, analysis, depth)
    return Answer.PERHAPS


def is_builtin(called: ast.expr, scope: Scope) -> bool:
    """Return whether a builtin is called that gives a value of its own, which nobody can await."""
    return (
        isinstance(called, ast.Name)
        and hasattr(builtins, called.id)
        and called.id not in _HANDING_ON
        and not scope.bindings_of(called.id)
    )


def _named(name: str, scope: Scope, analysis: CoroutineAnalysis, depth: int) -> Answer:
    owner = enclosing_class(scope)
    if name == "self" and owner is not None:
        return _instance(owner, analysis)
    bindings = scope.local_bindings(name)
    frame = scope.frame
    if len(bindings) == 1 and isinstance(frame, Function) and _gathers(frame, name):
        return Answer.NO
    if bindings and all(isinstance(b, _DEFINITIONS) for b in bindings):
        return Answer.NO
    if not depth or not bindings or not all(isinstance(b, ast.expr) for b in bindings):
        return Answer.PERHAPS
    values = [binding for binding in bindings if isinstance(binding, ast.expr)]
    return _all(awaitable(v, scope, analysis, depth - 1) for v in values)


def _gathers(function: Function, name: str) -> bool:
    """Return whether a name is a parameter for any number of arguments: a tuple or a dictionary."""
    given = function.node.args
    return name in (parameter.arg for parameter in (given.vararg, given.kwarg) if parameter)


def _called(called: ast.expr, scope: Scope, analysis: CoroutineAnalysis, depth: int) -> Answer:
    project = analysis.project
    definitions = project.definition(called, scope)
    if definitions and all(definition.is_class for definition in definitions):
        return _all(_instance(definition, analysis) for definition in definitions)
    functions, certain = may_call(called, scope, project)
    if functions:
        answers = [_result(function, analysis, depth) for function in functions]
        return _all(answers) if certain else Answer.PERHAPS
    root, _, rest = project.qualified_name(called, scope).partition(".")
    if root == "asyncio":
        gives = API[rest].gives if rest in API else Gives.ANYTHING
        if gives in (Gives.COROUTINE, Gives.FUTURE):
            return Answer.YES
        return Answer.NO if gives in (Gives.PLAIN, Gives.POOL_FUTURE) else Answer.PERHAPS
    if root in _PLAIN_MODULES or (root == "aiohttp" and rest.startswith("web.")):
        return Answer.NO
    if is_builtin(called, scope):
        return Answer.NO
    if isinstance(called, ast.Attribute) and called.attr == "__await__":
        return Answer.YES
    if isinstance(called, ast.Attribute) and not root:
        plain = isinstance(called.value, (ast.Constant, ast.JoinedStr)) or _is_file(
            called.value, scope
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


def _result(function: Function, analysis: CoroutineAnalysis, depth: int) -> Answer:
    """Return whether what a call of a function returns is awaitable."""
    if function in analysis.members:
        return Answer.YES
    if function.is_generator or isinstance(function.node, ast.Lambda):
        return Answer.PERHAPS
    values = [node.value for node in function.returns if node.value is not None]
    return _all(awaitable(v, function, analysis, depth - 1) for v in values)


def _instance(owner: Scope, analysis: CoroutineAnalysis) -> Answer:
    project = analysis.project
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
    if len(found) == 1:
        return found.pop()
    return Answer.PERHAPS if found else Answer.NO
