"""Which class an annotation names."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from contextlib import suppress

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Scope

# A class of the project, or the full name of one elsewhere; None if it may be anything.
Class = Scope | str | None

_WRAPPING = ("typing.Optional", "typing.Annotated", "typing.Final", "typing.ClassVar")
_GENERAL = ("typing.", "typing_extensions.", "collections.abc.", "types.")  # which say no class


def annotated(annotation: ast.expr, scope: Scope, project: Project) -> Class:
    """Return the class that an annotation names, beside None."""
    if isinstance(annotation, ast.Constant):
        if isinstance(annotation.value, str):
            with suppress(SyntaxError):
                return annotated(ast.parse(annotation.value, mode="eval").body, scope, project)
        return "" if annotation.value is None else None
    if isinstance(annotation, ast.BinOp):
        sides = (annotation.left, annotation.right)
        return the_class(annotated(side, scope, project) for side in sides)
    if isinstance(annotation, ast.Subscript):
        if project.qualified_name(annotation.value, scope) in _WRAPPING:
            inner = annotation.slice
            first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
            return annotated(first, scope, project)
        annotation = annotation.value
    found = project.definition(annotation, scope)
    if found:
        return found[0] if len(found) == 1 and found[0].is_class else None
    name = project.qualified_name(annotation, scope)
    return None if name.startswith(_GENERAL) else name or None


def the_class(classes: Iterable[Class]) -> Class:
    """Return the one class of all; an empty name, which None has, stands for any."""
    found: Class = None
    for one in classes:
        if one is None or (found and one and one != found):
            return None
        found = found or one
    return found or None
