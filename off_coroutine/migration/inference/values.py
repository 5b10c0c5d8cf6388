"""What a value may be: the questions that others ask."""

from __future__ import annotations

import ast

from off_coroutine.migration.inference.annotations import Class, the_class
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.solver import Expression, Instance, Reaching, Result, Value
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Scope


def reaching_values(value: ast.expr, scope: Scope, project: Project) -> Reaching:
    """Return all that an expression may be, joined, and whether that is all."""
    reaching = flow_of(project).reach(value, scope)
    return reaching._replace(complete=reaching.complete and all(map(_is_known, reaching.values)))


def _is_known(value: Value) -> bool:
    """Return whether a value is not the call, the attribute or the item of what is not known."""
    if isinstance(value, Result):
        return value.of is not None
    return not (isinstance(value, Expression) and isinstance(value.node, _UNRESOLVED))


_UNRESOLVED = (ast.Attribute, ast.Subscript, ast.Starred, ast.Await, ast.YieldFrom, ast.Yield)


def infer_class(value: ast.expr, scope: Scope, project: Project) -> Class:
    """Return the class of all that an expression may be, beside None; None if that is not known.

    What another package's function makes has the full name of the function for its class.
    """
    reaching = reaching_values(value, scope, project)
    return the_class(map(class_of, reaching.values)) if reaching.complete else None


def class_of(value: Value) -> Class:
    """Return the class of a value; an empty name for None."""
    if isinstance(value, Instance):
        return value.of
    if isinstance(value, Scope):
        return value if value.is_class else None
    if isinstance(value, Result):
        return value.of if isinstance(value.of, str) else None
    if isinstance(value, Expression) and isinstance(value.node, ast.Constant):
        return "" if value.node.value is None else f"builtins.{type(value.node.value).__name__}"
    return None
