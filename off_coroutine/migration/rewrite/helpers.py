"""How a module gets a definition that its migrated text needs, once."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.imports import ensure_import_before
from off_coroutine.migration.rewrite.names import fresh_name, identifiers
from off_coroutine.migration.rewrite.statements import first_line, is_prologue
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Helper:
    """A function or class that a module is given where its migrated text needs it.

    Attributes:
        name: what it is called if that is free.
        libraries: full names of the modules that it needs.
        text: its definition; `{name}` and the last part of each library stand for the names there.
        annotated: the same for a module with annotations, with `typing` among its libraries.
    """

    name: str
    libraries: tuple[str, ...]
    text: str
    annotated: str

    def variant(self, module: Module) -> tuple[tuple[str, ...], str]:
        """Return the libraries and the text that suit a module."""
        if not _is_annotated(module):
            return self.libraries, self.text
        typing = ("typing",) if "{typing}" in self.annotated else ()
        return (*self.libraries, *typing), self.annotated


def use_helper(
    helper: Helper, module: Module, project: Project, first: int
) -> tuple[str, list[Rewrite]]:
    """Return the name of a helper in a module, and what defines it if need be.

    Args:
        first: offset of its first use.
    """
    if known := _defined(helper, module, project, first):
        return known, []
    name = fresh_name(identifiers(module), helper.name)
    at, follows_imports = _place(module, first)
    text, rewrites = _text(helper, name, module, project, at)
    source = module.source
    two_lines, rank = source.newline * 2, (1, text)
    definition = text.replace("\n", source.newline)
    if follows_imports:
        blank = next(n for n in (2, 1, 0) if source.text.startswith(source.newline * n, at))
        rewrites.append(Rewrite(at, at, (f"{two_lines}{definition}",), rank))
        # Behind the last of all that are defined there.
        rewrites.append(Rewrite(at, at, (source.newline * (2 - blank),), (1, "~")))
    else:
        rewrites.append(Rewrite(at, at, (f"{definition}{two_lines}",), rank))
    return name, rewrites


def _text(
    helper: Helper, name: str, module: Module, project: Project, at: int
) -> tuple[str, list[Rewrite]]:
    libraries, text = helper.variant(module)
    names, rewrites = {"name": name}, []
    for library in libraries:
        used, imports = ensure_import_before(module, library, at, project)
        names[library.rpartition(".")[2]] = used
        rewrites += imports
    return text.format(**names), rewrites


def _defined(helper: Helper, module: Module, project: Project, first: int) -> str:
    """Return the name of a helper that an earlier run has defined; empty if there is none."""
    source = module.source
    for node in module.node.body:
        if (
            isinstance(node, _DEFINITIONS)
            and re.fullmatch(rf"{helper.name}(_\d+)?", node.name)
            and len(module.bindings[node.name]) == 1
            and source.start(node) < first
        ):
            start = source.start(node)
            text, rewrites = _text(helper, node.name, module, project, start)
            written = re.sub(r"\r\n?", "\n", source.segment(node))
            if not rewrites and written == text.rstrip("\n"):
                return node.name
    return ""


def _place(module: Module, first: int) -> tuple[int, bool]:
    """Return where helpers stand: behind the imports at the top, but in front of a use there.

    Also whether there are such imports.
    """
    source = module.source
    body = [node for node in module.node.body if not is_prologue(node)]
    top = itertools.takewhile(
        lambda node: not isinstance(node, _DEFINITIONS) and source.end(node) < first, body
    )
    imports = [node for node in top if isinstance(node, (ast.Import, ast.ImportFrom))]
    if not imports:
        return source.line_start(source.start(first_line(body[0]))), False
    return source.next_line(source.end(imports[-1])), True


def _is_annotated(module: Module) -> bool:
    """Return whether a module says the types of what its functions take or return."""
    return any(
        getattr(function.node, "returns", None) is not None
        or any(argument.annotation for argument in _arguments(function.node.args))
        for function in module.functions
    )


def _arguments(given: ast.arguments) -> Iterator[ast.arg]:
    yield from (*given.posonlyargs, *given.args, *given.kwonlyargs)
