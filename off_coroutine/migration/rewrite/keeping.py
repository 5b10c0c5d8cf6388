"""What stands above a function that has to stay as it is, now that asyncio has no decorator."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.helper_texts import STAND_IN_HELPER
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.rewrite.statements import decorate
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module
from off_coroutine.migration.semantics.syntax import last_name

DECORATED = "decorated with `types.coroutine` instead"  # what is said of one that is refused
STANDING_IN = "decorated with a function of the module's own instead"


def in_place_of(decorator: ast.expr, module: Module, project: Project) -> list[Rewrite]:
    """Put a function of the module's own, which makes native coroutines, for the decorator."""
    name, defined = use_helper(STAND_IN_HELPER, module, project, _first_use(decorator, module))
    return [replace_node(module, decorator, name), *defined]


def _first_use(decorator: ast.expr, module: Module) -> int:
    """Return where a decorator, or what has its name, is used first."""
    name = last_name(decorator)
    uses = [node for node, _ in (*module.names(name), *module.attributes(name))]
    return min(map(module.source.start, [*uses, decorator]))


def kept(
    function: Function, decorator: ast.expr, project: Project, as_native: bool = False
) -> list[Rewrite]:
    """Put what holds on every Python for the decorator of a function that stays as it is.

    Args:
        as_native: whether calling it is to return a native coroutine, although it is a generator.
    """
    module = function.module
    if as_native or not function.is_generator:
        return in_place_of(decorator, module, project)
    types, imports = ensure_import(module, "types", decorator, project)
    return [*imports, replace_node(module, decorator, f"{types}.coroutine")]


def can_stay(function: Function) -> bool:
    """Return whether a generator function can be awaited once it stands under `types.coroutine`."""
    return bool(function.name) and not function.decorators


def add_types_coroutine(function: Function, project: Project) -> Iterator[Rewrite]:
    """Decorate a generator function so that coroutines can await what it returns."""
    assert isinstance(function.node, ast.FunctionDef)
    module = function.module
    types, imports = ensure_import(module, "types", function.node, project)
    yield from imports
    yield decorate(module, function.node, f"{types}.coroutine")
