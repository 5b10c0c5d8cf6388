"""What stands above a function that has to stay as it is, now that asyncio has no decorator."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.rewrite.edits import Edit
from off_coroutine.migration.rewrite.nodes import add_definition, ensure_import
from off_coroutine.migration.semantics.asyncio_api import STAND_IN
from off_coroutine.migration.semantics.scopes import Function, Module
from off_coroutine.migration.semantics.syntax import last_name

_DEFINITION = '''\
def {name}(function):
    """Return a coroutine function, as asyncio.coroutine did up to Python 3.10."""
    call = {types}.coroutine(function)

    @{functools}.wraps(function)
    async def coroutine(*args, **kwargs):
        result = call(*args, **kwargs)
        return await result if {inspect}.isawaitable(result) else result

    return coroutine
'''


def in_place_of(decorator: ast.expr, module: Module) -> Iterator[Edit]:
    """Put a function of the module's own, which makes native coroutines, for the decorator."""
    source = module.source
    yield Edit(source.start(decorator), source.end(decorator), STAND_IN)
    if STAND_IN not in module.bindings:
        names = {}
        for name in ("functools", "inspect", "types"):
            names[name], imports = ensure_import(module, name)
            yield from imports
        definition = _DEFINITION.format(name=STAND_IN, **names)
        yield from add_definition(module, definition, _first_use(decorator, module))


def _first_use(decorator: ast.expr, module: Module) -> int:
    """Return where a decorator, or what has its name, is used first."""
    name = last_name(decorator)
    names = [node for node, _ in module.nodes(ast.Name) if node.id == name]
    attributes = [node for node, _ in module.nodes(ast.Attribute) if node.attr == name]
    return min(map(module.source.start, [*names, *attributes, decorator]))


def kept(function: Function, decorator: ast.expr, as_native: bool = False) -> Iterator[Edit]:
    """Put what holds on every Python for the decorator of a function that stays as it is.

    Args:
        as_native: whether calling it is to return a native coroutine, although it is a generator.
    """
    module = function.module
    if as_native or not function.is_generator:
        yield from in_place_of(decorator, module)
        return
    types, imports = ensure_import(module, "types")
    yield from imports
    source = module.source
    yield Edit(source.start(decorator), source.end(decorator), f"{types}.coroutine")


def can_stay(function: Function) -> bool:
    """Return whether a generator function can be awaited once it stands under `types.coroutine`."""
    return bool(function.name) and not function.decorators


def add_types_coroutine(function: Function) -> Iterator[Edit]:
    """Decorate a generator function so that coroutines can await what it returns."""
    source = function.module.source
    assert isinstance(function.node, ast.FunctionDef)
    types, imports = ensure_import(function.module, "types")
    yield from imports
    start = source.start(function.node)
    margin = source.indentation(start)
    yield Edit(start, start, f"@{types}.coroutine{source.newline}{margin}")
