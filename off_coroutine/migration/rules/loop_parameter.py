"""A function in place of asyncio's that has to be given `loop`.

Found: `asyncio.sleep = stub`, also through a module of the package, and a `stub` given to
    `mock.patch`, `patch.object` or `monkeypatch.setattr` for such a name, where `stub` is a
    function of the module with a parameter `loop` that has no default.
Why: the calls that are migrated give it no `loop`: TypeError, an argument is missing.
Fix: `loop=None`.
Safety: where a parameter without a default follows, it is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import may_call
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.asyncio_api import TAKING_LOOP
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="nothing gives it a `loop` any more: TypeError when it is called",
    remedy="give the parameter a default",
    implied=True,
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for function in _stand_ins(module, analysis.project):
        parameter = _required(function)
        if parameter is None:
            continue
        what = f"`loop` of `{function.name}`, which stands in place of asyncio's"
        if _followed(parameter, function):
            reason = "a parameter without a default follows"
            yield INFO.refuse(source, parameter, what, reason, "put it at the end, with a default")
        else:
            end = source.end(parameter)
            default = " = None" if parameter.annotation else "=None"
            yield INFO.fix(source, parameter, what, [Rewrite(end, end, (default,))])


def _stand_ins(module: Module, project: Project) -> dict[Function, None]:
    """Return the functions of a module that are put in the place of asyncio's that took `loop`."""
    return {
        function: None
        for name, value, scope in _replaced(module, project)
        if name.startswith("asyncio.") and name.removeprefix("asyncio.") in TAKING_LOOP
        for function in may_call(value, scope, project).functions
        if function.module is module
    }


def _replaced(module: Module, project: Project) -> Iterator[tuple[str, ast.expr, Scope]]:
    """Yield the full names of attributes that are set, and what to: all that may be asyncio's."""
    for target, scope in module.attributes(*project.spellings(*TAKING_LOOP)):
        assigned = module.parents[target]
        if isinstance(assigned, ast.Assign) and target in assigned.targets:
            yield project.qualified_name(target, scope), assigned.value, scope
    for call, scope in module.calls("patch", "object", "setattr"):
        match call.args:
            case [ast.Constant(value=str(name)), value] if last_name(call.func) == "patch":
                yield (
                    project.canonical_name(name.replace("__main__", module.name), module),
                    value,
                    scope,
                )
            case [owner, ast.Constant(value=str(attribute)), value]:
                if last_name(call.func) in ("object", "setattr"):
                    named = ast.Attribute(owner, attribute, ast.Load())
                    yield project.qualified_name(named, scope), value, scope


def _required(function: Function) -> ast.arg | None:
    """Return the parameter `loop` of a function, if it has no default."""
    given = function.node.args
    by_name = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    required = [*_before_defaults(given), *(arg for arg, default in by_name if default is None)]
    return next((parameter for parameter in required if parameter.arg == "loop"), None)


def _followed(parameter: ast.arg, function: Function) -> bool:
    return parameter in _before_defaults(function.node.args)[:-1]


def _before_defaults(given: ast.arguments) -> list[ast.arg]:
    plain = [*given.posonlyargs, *given.args]
    return plain[: len(plain) - len(given.defaults)]
