"""What a value is, as far as it is certain: by what was assigned, or by an annotation."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from contextlib import suppress

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class, is_nothing

# A class of the package, or the full name of one elsewhere; None if it may be anything.
Class = Scope | str | None
Value = tuple[ast.expr, Scope]

_DEEPEST = 6  # names, attributes and functions that stand for one another
_WRAPPING = ("typing.Optional", "typing.Annotated", "typing.Final", "typing.ClassVar")
_PROPERTIES = ("property", "cached_property", "functools.cached_property")


def infer_class(value: ast.expr, scope: Scope, project: Project, steps: int = _DEEPEST) -> Class:
    """Return the class of a value that is evaluated in a scope."""
    if not steps:
        return None
    if isinstance(value, ast.Name) and value.id in ("self", "cls"):
        return enclosing_class(scope)
    if isinstance(value, ast.Call):
        found = project.definition(value.func, scope)
        if not found:
            return project.qualified_name(value.func, scope) or None
        if len(found) == 1 and found[0].is_class:
            return found[0]
    annotations = _annotations(value, scope, project, steps)
    if declared := _only(annotated(*each, project) for each in annotations):
        return declared
    values = reaching_values(value, scope, project, steps)
    return _only(infer_class(*each, project, steps - 1) for each in values)


def reaching_values(
    value: ast.expr, scope: Scope, project: Project, steps: int = _DEEPEST
) -> Sequence[Value]:
    """Return the expressions for what a value certainly is, beside None, and where each stands.

    They are what was assigned to a name or to an attribute, or what a plain function of the
    package or a property returns; none if it may also be something else.
    """
    if isinstance(value, ast.Name):
        home = scope.defining_scope(value.id)
        return _values(home.bindings[value.id], home, project, steps) if home else []
    if isinstance(value, ast.Call):
        found = project.definition(value.func, scope)
        return _returned(found[0]) if len(found) == 1 else []
    if isinstance(value, ast.Attribute):
        return _of_attribute(value, scope, project, steps)
    return []


def _values(
    bindings: Sequence[str | ast.AST | None], home: Scope, project: Project, steps: int
) -> Sequence[Value]:
    found: list[Value] = []
    for binding in bindings:
        if isinstance(binding, str):
            owner, name = project.owner_of(binding, home.module)
            if owner is None or not steps:
                return []
            values = _values(owner.bindings[name], owner, project, steps - 1)
            if not values:
                return []
            found += values
        elif not isinstance(binding, ast.expr):
            return []
        elif not is_nothing(binding):
            found.append((binding, home))
    return found


def _of_attribute(
    value: ast.Attribute, scope: Scope, project: Project, steps: int
) -> Sequence[Value]:
    owner = infer_class(value.value, scope, project, steps - 1)
    if not isinstance(owner, Scope):
        return []
    found: list[Value] = []
    for related in project.class_hierarchy(owner):
        for binding, where in project.attributes.values(related, value.attr):
            if isinstance(binding, ast.FunctionDef) and _is_property(binding):
                returned = _returned(project.methods([related], value.attr)[0])
                if not returned:
                    return []
                found += returned
            elif not isinstance(binding, ast.expr):
                return []
            elif not is_nothing(binding):
                found.append((binding, where))
    return found


def _returned(function: Scope) -> Sequence[Value]:
    if not isinstance(function, Function) or function.is_generator or function.is_native:
        return []
    values = [(node.value, function) for node in function.returns if node.value is not None]
    return values if len(values) == len(function.returns) and not _is_changed(function) else []


def _is_changed(function: Function) -> bool:
    """Return whether a decorator may make another function of one."""
    return any(ast.unparse(node) not in _PROPERTIES for node in function.decorators)


def _is_property(node: ast.FunctionDef) -> bool:
    return [ast.unparse(decorator) in _PROPERTIES for decorator in node.decorator_list] == [True]


def _annotations(value: ast.expr, scope: Scope, project: Project, steps: int) -> Sequence[Value]:
    """Return the annotations of a parameter, of an attribute, or of what a function returns."""
    if isinstance(value, ast.Name):
        home = scope.defining_scope(value.id)
        if isinstance(home, Function) and home.bindings[value.id] == [None]:
            arguments = home.node.args
            for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
                if argument.arg == value.id and argument.annotation is not None:
                    assert home.outer is not None
                    return [(argument.annotation, home.outer)]
    elif isinstance(value, ast.Attribute):
        owner = infer_class(value.value, scope, project, steps - 1)
        if isinstance(owner, Scope):
            return project.attributes.annotations(owner, value.attr)
    elif isinstance(value, ast.Call):
        found = project.definition(value.func, scope)
        if len(found) == 1 and isinstance(function := found[0], Function):
            node = function.node
            plain = not (function.is_native or function.is_generator or _is_changed(function))
            if plain and isinstance(node, ast.FunctionDef) and node.returns is not None:
                assert function.outer is not None
                return [(node.returns, function.outer)]
    return []


def annotated(annotation: ast.expr, scope: Scope, project: Project) -> Class:
    """Return the class that an annotation names, beside None."""
    if isinstance(annotation, ast.Constant):
        if isinstance(annotation.value, str):
            with suppress(SyntaxError):
                return annotated(ast.parse(annotation.value, mode="eval").body, scope, project)
        return "" if annotation.value is None else None
    if isinstance(annotation, ast.BinOp):
        sides = (annotation.left, annotation.right)
        return _only(annotated(side, scope, project) for side in sides)
    if isinstance(annotation, ast.Subscript):
        if project.qualified_name(annotation.value, scope) in _WRAPPING:
            inner = annotation.slice
            first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
            return annotated(first, scope, project)
        annotation = annotation.value
    found = project.definition(annotation, scope)
    if found:
        return found[0] if len(found) == 1 and found[0].is_class else None
    return project.qualified_name(annotation, scope) or None


def _only(classes: Iterable[Class]) -> Class:
    """Return the one class of all; an empty name, which None has, stands for any."""
    found: Class = None
    for one in classes:
        if one is None or (found and one and one != found):
            return None
        found = found or one
    return found or None
