"""Which function or class of asyncio a call gives its arguments to."""

from __future__ import annotations

import ast

from off_coroutine.migration.inference.calls import ancestors
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Scope
from off_coroutine.migration.semantics.syntax import enclosing_class

_INITIALIZED = ("__init__", "__new__")


def asyncio_name(call: ast.Call, scope: Scope, project: Project) -> str:
    """Return the name in asyncio of what takes the arguments of a call; empty if it is not certain.

    They are also taken through `functools.partial`, and by the class of asyncio that a class of
    the package is derived from, if nothing in between has a say.
    """
    called = call.func
    qualified_name = project.qualified_name(called, scope)
    if qualified_name == "functools.partial" and call.args:
        qualified_name = project.qualified_name(call.args[0], scope)
    elif _is_super_init(called):
        owner = enclosing_class(scope)
        return _base(owner, project, own=False) if owner else ""
    elif not qualified_name:
        made = project.definition(called, scope)
        return _base(made[0], project, own=True) if len(made) == 1 and made[0].is_class else ""
    root, _, rest = qualified_name.removesuffix(".__init__").partition(".")
    return rest.rpartition(".")[2] if root == "asyncio" else ""


def _is_super_init(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "__init__"
        and isinstance(called.value, ast.Call)
        and isinstance(called.value.func, ast.Name)
        and called.value.func.id == "super"
    )


def _base(owner: Scope, project: Project, *, own: bool) -> str:
    """Return the one class elsewhere that takes the arguments for an instance, if of asyncio."""
    known, names = ancestors(owner, project)
    asked = known if own else known[1:]
    if any(project.methods(asked, method) for method in _INITIALIZED):
        return ""
    root, _, rest = names[0].partition(".") if len(names) == 1 else ("", "", "")
    return rest.rpartition(".")[2] if root == "asyncio" else ""
