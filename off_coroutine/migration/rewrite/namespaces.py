"""Names of a module that are bound, or looked at, by other ways than its own statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

_SETTERS = frozenset({"setattr", "delattr", "patch", "object", "setitem", "delitem"})
_NAMESPACES = frozenset({"globals", "vars", "locals", "dir", "exec"})
_READING = frozenset({"get", "items", "keys", "values", "copy"})
_CHANGING = frozenset({"exec", "eval", "execfile", "update", "setdefault", "run_path"})
_SET: WeakKeyDictionary[Project, frozenset[str]] = WeakKeyDictionary()


def is_bound_from_outside(name: str, module: Module, project: Project) -> bool:
    """Return whether an import or an assignment elsewhere may bind a name of a module.

    What imports a module of a package binds its name in the package; what patches a module assigns
    to its attribute.
    """
    if module.is_package and project.modules_named(f"{module.name}.{name}"):
        return True
    if name == "asyncio":  # what it was called on before was patched, too
        return False
    if project not in _SET:
        _SET[project] = frozenset(
            given for each in project.modules for given in _attributes_set(each)
        )
    return name in _SET[project]


def is_changed_as_a_table(module: Module) -> bool:
    """Return whether a module may change its names as those of a dictionary, or by `exec`."""
    return any(not _only_reads(node, module) for node in _namespaces(module))


def lists_its_names(module: Module) -> bool:
    """Return whether a module looks at its names as a whole."""
    return any(True for _ in _namespaces(module))


def _attributes_set(module: Module) -> Iterator[str]:
    """Yield the names of attributes that a module may assign, other than to `self`."""
    for node, _ in module.nodes(ast.Attribute):
        is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        if not (is_own or isinstance(node.ctx, ast.Load)):
            yield node.attr
    for call, _ in module.nodes(ast.Call):
        if last_name(call.func) in _SETTERS:
            for given in call.args[:2]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value.rpartition(".")[2]


def _namespaces(module: Module) -> Iterator[ast.Call]:
    """Yield the calls that give, or may change, the names of the module."""
    for node, scope in module.nodes(ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        is_its_own = name == "globals" or (name in _NAMESPACES and scope.frame is module)
        if is_its_own and len(node.args) == (name == "exec"):
            yield node


def _only_reads(node: ast.Call, module: Module) -> bool:
    parent = module.parents[node]
    if isinstance(parent, ast.Subscript):
        return isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _READING
    if isinstance(parent, ast.Call):
        return last_name(parent.func) not in _CHANGING
    return isinstance(parent, (ast.Compare, ast.For, ast.comprehension)) or (
        last_name(node.func) == "dir"
    )
