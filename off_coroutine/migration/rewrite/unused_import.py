"""Imports of asyncio that nothing in a module uses once its edits are made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from off_coroutine.migration.rewrite.edits import Rendered, Rewrite
from off_coroutine.migration.rewrite.statements import remove_statement
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module

_NAME = "asyncio"
_ASKED = re.compile(rf"\.{_NAME}\b")
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
