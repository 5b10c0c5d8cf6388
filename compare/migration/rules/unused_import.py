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

from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module, Scope
from compare.migration.names import COROUTINE
from compare.migration.rewriting import removed_statement

KIND = Kind(
    __name__,
    why="importing `coroutine` from asyncio fails from Python 3.11",
    remedy="remove the import",
)
_OURS = "legacy_style.coroutine"


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    for node, scope in module.nodes(ast.ImportFrom):
        if isinstance(module.parents[node], ast.Try):
            continue  # it says itself what is to happen where there is none
        dropped = [alias for alias in node.names if _is_decorator(alias, scope, coroutines)]
        if not dropped:
            continue
        what = "an import of `coroutine`"
        if any(_is_exported(alias, module, coroutines) for alias in dropped):
            reason = "the module exports it"
            yield KIND.refused(module.source, node, what, reason, "export it no more")
            continue
        kept = [alias for alias in node.names if alias not in dropped]
        edits = list(_without(node, dropped, module)) if kept else [removed_statement(module, node)]
        if kept and module.absolute(node) == _OURS:
            edits.append(_from_asyncio(node, module))
        yield KIND.converted(module.source, node, what, edits)


def _is_decorator(alias: ast.alias, scope: Scope, coroutines: Coroutines) -> bool:
    name = ast.Name(alias.asname or alias.name, ast.Load())
    return coroutines.package.full_name(name, scope) in COROUTINE


def _is_exported(alias: ast.alias, module: Module, coroutines: Coroutines) -> bool:
    """Return whether other modules of the package, or users of it, may still import a name."""
    name = alias.asname or alias.name
    if "__all__" in module.bindings and repr(name) in _exported(module):
        return True
    return any(
        other.name == name and _is_exported(other, importer, coroutines)
        for importer in coroutines.package.modules
        if importer is not module
        for node, _ in importer.nodes(ast.ImportFrom)
        if importer.absolute(node) == module.name
        for other in node.names
    )


def _exported(module: Module) -> str:
    values = [value for value in module.bindings["__all__"] if isinstance(value, ast.expr)]
    return " ".join(ast.unparse(value) for value in values)


def _without(node: ast.ImportFrom, dropped: list[ast.alias], module: Module) -> Iterator[Edit]:
    source = module.source
    for alias in dropped:
        index = node.names.index(alias)
        if index + 1 < len(node.names):
            yield Edit(source.start(alias), source.start(node.names[index + 1]), "")
        else:
            yield Edit(source.end(node.names[index - 1]), source.end(alias), "")


def _from_asyncio(node: ast.ImportFrom, module: Module) -> Edit:
    at = module.source.text.index(_OURS, module.source.start(node))
    return Edit(at, at + len(_OURS), "asyncio")
