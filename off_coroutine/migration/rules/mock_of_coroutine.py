"""A `MagicMock` in place of something that coroutines wait for.

Found: `mock.patch("package.name")` of a coroutine that becomes native, or that one which does waits
    for, or of a class that has such a method; `mock.patch.object(something, "name")` of one, and
    `something.name = MagicMock()` if all methods of that name are such. A coroutine of asyncio
    counts where one that becomes native calls it.
Why: one could delegate to any `MagicMock`, which is iterable; `await` raises TypeError, and
    from Python 3.8 `patch` puts an `AsyncMock` in place of a native coroutine function, which
    returns something else.
Fix: a `MagicMock` that can be awaited, defined in the module; a patch gets it as `new_callable`.
Safety: a patch that says itself what it puts there stays, and one of what only native coroutines
    have waited for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import may_call, of_mock
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import AWAITABLE_MOCK
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.nodes import add_argument
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.semantics.asyncio_api import COROUTINE_FUNCTIONS
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope

INFO = RuleInfo(
    __name__,
    why="a MagicMock can be iterated over, but not awaited",
    remedy="patch with a mock that can be awaited",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    patches = list(_patches(module, analysis))
    assigned = list(_assigned(module, analysis))
    first = min(map(module.source.start, [*patches, *assigned]), default=0)
    for call in (*patches, *assigned):
        name, defined = use_helper(AWAITABLE_MOCK, module, analysis.project, first)
        if call in patches:
            edit = add_argument(module, call, f"new_callable={name}")
        else:
            edit = replace_node(module, call.func, name)
        yield INFO.fix(module.source, call, "a mock of what coroutines wait for", [edit, *defined])


def _patches(module: Module, analysis: CoroutineAnalysis) -> Iterator[ast.Call]:
    for call, scope in module.calls(*analysis.project.spellings("patch", "object")):
        if not _is_told(call, "new", "new_callable", "autospec") and (
            _waits(call, scope, analysis) or _is_called(call, scope, analysis)
        ):
            yield call


def _assigned(module: Module, analysis: CoroutineAnalysis) -> Iterator[ast.Call]:
    for made, scope in module.calls(*analysis.project.spellings("MagicMock")):
        match module.parents[made]:
            case ast.Assign(targets=[ast.Attribute(attr=name)]):
                methods = analysis.project.functions_named[name]
                if (
                    any(_was_waited_for(method, analysis) for method in methods)
                    and all(map(analysis.will_be_async, methods))
                    and of_mock(made.func, scope, analysis.project) == "MagicMock"
                    and not _is_told(made)
                ):
                    yield made


def _is_told(call: ast.Call, *others: str) -> bool:
    """Return whether a call says itself what a mock is to be like."""
    return any(keyword.arg in ("spec", "spec_set", None, *others) for keyword in call.keywords)


def _waits(call: ast.Call, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    """Return whether a call patches what legacy code waited for, or a class with some."""
    project = analysis.project
    match call.args:
        case [ast.Constant(value=str(target))] if of_mock(call.func, scope, project) == "patch":
            return _has_waited_for(target.replace("__main__", scope.module.name), analysis)
        case [owner, ast.Constant(value=str(attribute))] if _is_object(call, scope, project):
            patched = ast.Attribute(owner, attribute, ast.Load())
            functions = may_call(patched, scope, project).functions
            return (
                bool(functions)
                and all(map(analysis.will_be_async, functions))
                and any(_was_waited_for(function, analysis) for function in functions)
            )
    return False


def _is_called(call: ast.Call, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    """Return whether a call patches a coroutine of asyncio that legacy code calls."""
    project = analysis.project
    match call.args:
        case [ast.Constant(value=str(target))] if of_mock(call.func, scope, project) == "patch":
            patched = project.canonical_name(target.replace("__main__", scope.module.name))
        case [owner, ast.Constant(value=str(attribute))] if _is_object(call, scope, project):
            patched = project.qualified_name(ast.Attribute(owner, attribute, ast.Load()), scope)
        case _:
            return False
    root, _, rest = patched.partition(".")
    return root == "asyncio" and rest in COROUTINE_FUNCTIONS and patched in analysis.names_called


def _is_object(call: ast.Call, scope: Scope, project: Project) -> bool:
    return of_mock(call.func, scope, project) == "patch.object"


def _has_waited_for(target: str, analysis: CoroutineAnalysis) -> bool:
    """Return whether a full name is of what legacy code waited for, or of a class with some."""
    project = analysis.project
    for definition in project.defined(target):
        if isinstance(definition, Function):
            return _was_waited_for(definition, analysis)
        related = project.class_hierarchy(definition)
        methods = (m for owner in related for m in analysis.facts.inside.get(owner, ()))
        return any(_was_waited_for(method, analysis) for method in methods)
    return False


def _was_waited_for(function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether a coroutine is native once all is done, and `yield from` has waited for it."""
    return analysis.will_be_async(function) and (
        analysis.becomes_async(function) or analysis.is_awaited(function)
    )
