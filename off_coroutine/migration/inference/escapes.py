"""Which functions escape: their names are read other than to be called.

What calls a value of which nothing is known may call one of these: it may come from an argument, a
container, an attribute, `functools.partial` or `getattr`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import last_name

# Decorators that hand a function on to nobody.
_KEEPING = frozenset(
    {"coroutine", "staticmethod", "classmethod", "property", "abstractmethod", "wraps", "override"}
    | {"cached_property", "setter", "getter", "deleter", "contextmanager", "asynccontextmanager"}
)


def _is_value(node: ast.expr, module: Module) -> bool:
    parent = module.parents[node]
    if isinstance(parent, ast.Call):
        return parent.func is not node
    if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node not in parent.decorator_list
    return not isinstance(parent, (ast.Attribute, ast.Subscript, ast.ExceptHandler))


def escaping(
    project: Project,
    aliases: Mapping[str, Iterable[str]],
    getattr_calls: Iterable[tuple[ast.Call, Scope]],
) -> set[Function]:
    """Return the functions of a project that escape.

    Args:
        aliases: name of what is imported -> the names it gets.
        getattr_calls: the calls of `getattr`, whose constants are names that are read.
    """
    named = project.functions_named
    original: dict[str, list[str]] = {}
    for name, others in aliases.items():
        for other in others:
            original.setdefault(other, []).append(name)
    names = _read(project.modules, named.keys() | original.keys())
    for call, _ in getattr_calls:
        match call.args:
            case [_, ast.Constant(value=str(name)), *_]:
                names.add(name)
    names |= {name for other in names for name in original.get(other, ())}
    found = {function for name in names for function in named[name]}
    for module in project.modules:
        found.update(f for f in module.functions if any(map(_hands_on, f.decorators)))
    return found


def _read(modules: Iterable[Module], asked: set[str]) -> set[str]:
    """Return which of some names modules read as values; one place of each is enough."""
    found: set[str] = set()
    left = set(asked)
    for module in modules:
        read: set[str] = set()
        for index in (module.names_by_id, module.attributes_by_name):
            read.update(
                name
                for name in index.keys() & left
                if any(
                    isinstance(node.ctx, ast.Load) and _is_value(node, module)
                    for node, _ in index[name]
                )
            )
        found |= read
        left -= read
    return found


def _hands_on(decorator: ast.expr) -> bool:
    """Return whether a decorator may give a function to something that calls it."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return last_name(called) not in _KEEPING
