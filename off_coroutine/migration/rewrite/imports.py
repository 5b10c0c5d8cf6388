"""Names that certainly are a module of the library where they are used."""

from __future__ import annotations

import ast
from weakref import WeakKeyDictionary

from off_coroutine.migration.rewrite.edits import Rewrite, impossible
from off_coroutine.migration.rewrite.names import (
    fresh_name,
    identifiers,
    is_bound_around,
    is_rebound,
)
from off_coroutine.migration.rewrite.namespaces import (
    is_bound_from_outside,
    is_changed_as_a_table,
    lists_its_names,
)
from off_coroutine.migration.rewrite.statements import first_line, is_prologue
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module

_STARRED: WeakKeyDictionary[Project, frozenset[str]] = WeakKeyDictionary()
_PATHS: WeakKeyDictionary[Project, frozenset[str]] = WeakKeyDictionary()


def ensure_import(
    module: Module, library: str, at: ast.AST, project: Project
) -> tuple[str, list[Rewrite]]:
    """Return what certainly is a module of the library at a place, and what imports it if need be.

    Args:
        library: full name of the module.
        at: the node in whose place the name is used.
    """
    statement: ast.AST = at
    while not isinstance(around := module.parents.get(statement, module.node), ast.Module):
        statement = around
    assert isinstance(statement, ast.stmt)
    return _ensured(module, library, project, module.source.start(statement), at)


def ensure_import_before(
    module: Module, library: str, offset: int, project: Project
) -> tuple[str, list[Rewrite]]:
    """Return the same for what is to stand at an offset at the top level of a module."""
    return _ensured(module, library, project, offset, module.node)


def _ensured(
    module: Module, library: str, project: Project, offset: int, at: ast.AST
) -> tuple[str, list[Rewrite]]:
    first, _, _ = library.partition(".")
    for name, bindings in module.bindings.items():
        if library in bindings or (name == first and first in bindings):
            means = _means(name, module, offset, project)
            if means and not is_bound_around(name, at, module):
                if library in means:
                    return name if set(bindings) == {library} else library, []
                if first in means:  # it is imported, but that does not load the module in it
                    return library, [_import(module, library, f"import {library}")]
    if _is_shadowed(library, module, project):
        return library, [impossible(f"the project has a module `{library}` of its own beside it")]
    taken = identifiers(module)
    is_open = (
        module.name in _star_imported(project)
        or _may_be_rebound(first, module, 0, project)
        or is_bound_from_outside(first, module, project)
        or lists_its_names(module)
    )
    if first not in taken and not is_open:
        return library, [_import(module, library, f"import {library}")]
    alias = fresh_name(taken, f"_{library.rpartition('.')[2]}")
    return alias, [_import(module, library, f"import {library} as {alias}")]


def _means(name: str, module: Module, offset: int, project: Project) -> set[str]:
    """Return the modules that a name of a module gives access to from an offset on.

    None if anything else may bind it: only statements of the module's own body are sure to be run.
    """
    bindings = module.bindings[name]
    if len(set(bindings)) > 1 or is_rebound(name, module):
        return set()
    if is_bound_from_outside(name, module, project) or is_changed_as_a_table(module):
        return set()
    found: dict[str, int] = {}
    for node in module.node.body:
        start = module.source.start(node)
        if start >= offset:
            break
        if isinstance(node, ast.Import):
            for alias in node.names:
                if (alias.asname or alias.name.partition(".")[0]) == name:
                    found[alias.name] = start
                    if not alias.asname:
                        found[name] = start
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    found[f"{node.module}.{alias.name}"] = start
    if not found or _may_be_rebound(name, module, min(found.values()), project):
        return set()
    return set(found)


def _may_be_rebound(name: str, module: Module, offset: int, project: Project) -> bool:
    """Return whether an import of everything behind an offset may bind a name."""
    for node, _ in module.nodes(ast.ImportFrom):
        if node.names[0].name == "*" and module.source.start(node) >= offset:
            other, _ = project.owner_of(f"{module.absolute(node)}.{name}")
            if other is None or other is module or name in other.bindings or "*" in other.bindings:
                return True
    return False


def _star_imported(project: Project) -> frozenset[str]:
    """Return the names of the modules from which others of the project import everything."""
    if project not in _STARRED:
        _STARRED[project] = frozenset(
            module.absolute(node)
            for module in project.modules
            for node, _ in module.nodes(ast.ImportFrom)
            if node.names[0].name == "*"
        )
    return _STARRED[project]


def _is_shadowed(library: str, module: Module, project: Project) -> bool:
    """Return whether `import` of a library module may find one of the project instead.

    A script's folder is the first place that is searched; that of a module without a package, too.
    """
    if project not in _PATHS:
        _PATHS[project] = frozenset(each.source.path for each in project.modules)
    folder, slash, _ = module.source.path.rpartition("/")
    beside = f"{folder}{slash}{library.partition('.')[0]}"
    is_script = "." not in module.name or "__main__" in identifiers(module)
    found = not _PATHS[project].isdisjoint((f"{beside}.py", f"{beside}/__init__.py"))
    return is_script and not module.is_package and found


def _import(module: Module, library: str, text: str) -> Rewrite:
    """Import a library module at its place among the first `import` statements, if in order."""
    source = module.source
    body = [node for node in module.node.body if not is_prologue(node)]
    plain = _first_imports(body)
    names = [node.names[0].name for node in plain]
    if not plain or (names == sorted(names) and library < names[0]):
        at = source.line_start(source.start(first_line((plain or body)[0])))
    else:
        smaller = [node for node in plain if node.names[0].name <= library]
        last = smaller[-1] if names == sorted(names) else plain[-1]
        at = source.next_line(source.end(last))
    return Rewrite(at, at, (f"{text}{source.newline}",), (0, library))


def _first_imports(body: list[ast.stmt]) -> list[ast.Import]:
    """Return the first `import` statements on adjoining lines, in front of any other code."""
    found: list[ast.Import] = []
    for node in body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
        if isinstance(node, ast.Import) and not (
            found and node.lineno - (found[-1].end_lineno or 0) > 1
        ):
            found.append(node)
        elif found:
            break
    return found
