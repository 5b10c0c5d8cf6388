"""`asyncio.coroutine` called, or used as a value.

Found: `asyncio.coroutine(function)` and any other use of the decorator that is not above a
    function.
Why: Python 3.11 removed it: AttributeError when the line runs.
Fix: a function of the package that becomes native stands for itself. For anything else (a
    lambda, a parameter, a `functools.partial`) the module gets a function of its own that does
    what `asyncio.coroutine` did.
Safety: that function makes native coroutines of whatever it is given, so nothing else has to
    change.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.keeping import in_place_of
from off_coroutine.migration.rewrite.spans import replace_node, span
from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.scopes import Function, Module, Scope

INFO = RuleInfo(
    __name__,
    why="asyncio.coroutine was removed in Python 3.11: AttributeError when the line runs",
    remedy="make the function a native coroutine",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for node, scope in _uses(module, analysis):
        call = module.parents[node]
        if isinstance(call, ast.Call) and call.func is node and len(call.args) == 1:
            what = f"a call of `{ast.unparse(node)}`"
            if _is_native(call.args[0], scope, analysis):
                edits = [replace_node(module, call, span(module, call.args[0]))]
                yield INFO.fix(source, call, what, edits)
                continue
        what = f"`{ast.unparse(node)}` as a value"
        yield INFO.fix(source, node, what, in_place_of(node, module, analysis.project))


def _uses(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield the uses of the decorator that are not above functions."""
    imported = {alias.asname for node, _ in module.nodes(ast.ImportFrom) for alias in node.names}
    names = [
        name
        for name in analysis.project.spellings("coroutine")
        if name == "coroutine" or name in imported
    ]
    above = {node for function in module.decorated for node in function.decorators}
    uses: list[tuple[ast.Name | ast.Attribute, Scope]]
    uses = [*module.names(*names), *module.attributes(*names)]
    for node, scope in uses:
        if not isinstance(node.ctx, ast.Load) or node in above:
            continue
        if analysis.project.qualified_name(node, scope) in COROUTINE:
            yield node, scope


def _is_native(argument: ast.expr, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    found = analysis.project.definition(argument, scope)
    only = isinstance(argument, ast.Name) and len(scope.bindings_of(argument.id)) == len(found)
    return (
        only
        and bool(found)
        and all(isinstance(f, Function) and analysis.will_be_async(f) for f in found)
    )
