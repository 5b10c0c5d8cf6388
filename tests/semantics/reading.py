"""Projects and scopes made of a few lines."""

from __future__ import annotations

import ast
from textwrap import dedent

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.resolution import Meanings
from off_coroutine.migration.semantics.scopes import Binding, Function, Module, Scope
from off_coroutine.migration.source.source_file import Source


def project(**files: str) -> Project:
    """Return a project; `__` in a name stands for `/`, and `pkg__init` for a package."""
    sources = []
    for name, text in files.items():
        path = name.replace("__init", "__INIT").replace("__", "/").replace("/INIT", "/__init__")
        sources.append(Source(f"{path}.py", dedent(text).encode()))
    return Project(sources)


def module(text: str) -> Module:
    return project(m=text).modules[0]


def at(path: str, owner: Project) -> Module:
    return next(each for each in owner.modules if each.source.path == path)


def function(name: str, owner: Module) -> Function:
    return next(each for each in owner.functions if each.name == name)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def shown(bindings: list[Binding]) -> list[str | None]:
    """Return bindings as text: the full name of an import, syntax as it is written, or None."""
    return [
        binding if isinstance(binding, str) or binding is None else ast.unparse(binding)
        for binding in bindings
    ]


def means(text: str, path: str, owner: Project) -> Meanings:
    return owner.meanings(expression(text), at(path, owner))


def where_read(name: str, owner: Module) -> Scope:
    return next(
        scope
        for node, scope in owner.nodes(ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Load)
    )
