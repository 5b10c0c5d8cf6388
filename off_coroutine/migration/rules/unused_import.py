"""An import of the decorator that nothing uses any more.

Found: `from asyncio import coroutine`, or from this project's `legacy_style.coroutine`.
Why: it fails from Python 3.11 (ImportError), which is the commonest way in which an old package
    dies.
Fix: the name goes, and the statement with it if it is the only one. So does `import asyncio` in a
    module that only used it for what goes.
Safety: it stays where the module exports it, or another one, or a string such as a mock's target,
    asks the module for it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.nodes import remove_names
from off_coroutine.migration.rewrite.statements import remove_statement
from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.scopes import Module, Scope

INFO = RuleInfo(
    __name__,
    why="importing `coroutine` from asyncio fails from Python 3.11",
    remedy="remove the import",
)
_OURS = "legacy_style.coroutine"


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    for node, scope in module.nodes(ast.ImportFrom):
        if isinstance(module.parents[node], ast.Try):
            continue  # it says itself what is to happen where there is none
        dropped = [alias for alias in node.names if _is_decorator(alias, scope, analysis)]
        if not dropped:
            continue
        what = "an import of `coroutine`"
        if any(_is_exported(alias, module, analysis) for alias in dropped):
            reason = "the module exports it"
            yield INFO.refuse(module.source, node, what, reason, "export it no more")
            continue
        kept = [alias for alias in node.names if alias not in dropped]
        edits = (
            list(remove_names(module, node, dropped)) if kept else [remove_statement(module, node)]
        )
        if kept and module.absolute(node) == _OURS:
            edits.append(_from_asyncio(node, module))
        yield INFO.fix(module.source, node, what, edits)


def _is_decorator(alias: ast.alias, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    name = alias.asname or alias.name
    if name not in analysis.project.spellings("coroutine"):
        return False
    return analysis.project.qualified_name(ast.Name(name, ast.Load()), scope) in COROUTINE


def _is_exported(alias: ast.alias, module: Module, analysis: CoroutineAnalysis) -> bool:
    """Return whether other modules of the package, or users of it, may still import a name."""
    name = alias.asname or alias.name
    if "__all__" in module.bindings and repr(name) in _exported(module):
        return True
    return any(
        other.name == name and _is_exported(other, importer, analysis)
        for importer, node in analysis.project.importers.get(module, ())
        if importer is not module
        for other in node.names
    )


def _exported(module: Module) -> str:
    values = [value for value in module.bindings["__all__"] if isinstance(value, ast.expr)]
    return " ".join(ast.unparse(value) for value in values)


def _from_asyncio(node: ast.ImportFrom, module: Module) -> Rewrite:
    at = module.source.text.index(_OURS, module.source.start(node))
    return Rewrite(at, at + len(_OURS), ("asyncio",))
