"""Imports of asyncio that nothing in a module uses once its edits are made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from off_coroutine.migration.rewrite.edits import Rendered, Rewrite
from off_coroutine.migration.rewrite.namespaces import lists_its_names
from off_coroutine.migration.rewrite.statements import remove_statement
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

_NAME = "asyncio"
_ASKED = re.compile(rf"\.{_NAME}\b")
_QUOTED = re.compile(rf"[\"']{_NAME}[\"']")
_DOTTED = re.compile(rf"[\"'][^\"'\r\n]*\b{_NAME}\.\w")
_BEFORE = re.compile(r"\w*$")
_WORD = re.compile(rf"\b{_NAME}\b")


class UnusedImports:
    """What other modules of a package, or strings in them, ask of a module.

    Args:
        package: as it is before the edits.
    """

    def __init__(self, project: Project) -> None:
        texts = (module.source.text for module in project.modules)
        self._asked = {name for text in texts for name in _asked_for(text)}
        self._is_asked_by_a_string = any(map(_asks_by_a_string, project.modules))
        self._exporting = {
            module.absolute(node)
            for module in project.modules
            for node, _ in module.nodes(ast.ImportFrom)
            if any(alias.name in (_NAME, "*") for alias in node.names)
        }

    def removed(self, module: Module, edits: Sequence[Rewrite]) -> Iterator[Rewrite]:
        """Yield the edit that removes `import asyncio`, if it was used and is no more."""
        if module.name in self._exporting or module.name.rpartition(".")[2] in self._asked:
            return
        if self._is_asked_by_a_string or lists_its_names(module) or _is_evaluated(module):
            return
        statements = [
            node
            for node, _ in module.nodes(ast.Import)
            if any((alias.asname or alias.name.partition(".")[0]) == _NAME for alias in node.names)
        ]
        if len(statements) != 1 or not _is_plain(statements[0], module):
            return
        source = module.source
        uses = [source.start(node) for node, _ in module.names(_NAME)]
        literals = (part for edit in edits for part in edit.parts if isinstance(part, str))
        if not uses or any(map(_WORD.search, literals)):
            return
        rendered = Rendered(source.text, edits)
        if not any(map(rendered.keeps, uses)):
            yield remove_statement(module, statements[0])


def _asks_by_a_string(module: Module) -> bool:
    """Return whether a module asks something for its attribute, or its item, `asyncio`."""
    if _QUOTED.search(module.source.text) is None:
        return False
    for node in ast.walk(module.node):
        match node:
            case ast.Subscript(slice=ast.Constant(value=value)) if value == _NAME:
                return True
            case ast.Call(args=[_, ast.Constant(value=value), *_]) if value == _NAME:
                if last_name(node.func) == "getattr":
                    return True
    return False


def _is_evaluated(module: Module) -> bool:
    """Return whether a string in a module, such as an annotation, may be read as an expression."""
    if _DOTTED.search(module.source.text) is None:
        return False
    nodes = list(ast.walk(module.node))
    documented = {node.value for node in nodes if isinstance(node, ast.Expr)}
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _WORD.search(node.value) is not None
        and node not in documented
        for node in nodes
    )


def _asked_for(text: str) -> Iterator[str]:
    """Yield the names in front of `.asyncio`."""
    for found in _ASKED.finditer(text):
        line = text.rfind("\n", 0, found.start()) + 1
        yield from _BEFORE.findall(text[line : found.start()])


def _is_plain(node: ast.Import, module: Module) -> bool:
    """Return whether a statement imports nothing else, and says nothing else."""
    source = module.source
    end = source.end(node)
    return (
        isinstance(module.parents[node], ast.Module)
        and len(node.names) == 1
        and node.names[0].name == _NAME
        and not source.text[end : source.line_end(end)].strip()
    )
