"""What an attribute of the instances of a class may be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from off_coroutine.migration.inference import calls
from off_coroutine.migration.inference.annotations import annotated
from off_coroutine.migration.inference.solver import (
    ANYTHING,
    SOMETHING,
    Instance,
    Need,
    Reaching,
    Steps,
    join,
)
from off_coroutine.migration.semantics.scopes import Scope

if TYPE_CHECKING:
    from off_coroutine.migration.inference.flow import Flow


def member(flow: Flow, owner: Scope, name: str) -> Steps:
    """Return what an attribute of the instances of a class may be.

    It is what the class, its ancestors and its descendants define or assign to it, and what is
    assigned to an attribute of that name from elsewhere.
    """
    related = flow.project.class_hierarchy(owner)
    for each in related:
        for annotation, where in flow.project.attributes.annotations(each, name):
            if (named := annotated(annotation, where, flow.project)) is not None:
                return Reaching((Instance(named),))
    found: list[Reaching] = []
    inherited = False
    above = set(calls.ancestors(owner, flow.project)[0])
    for each in related:
        bindings = each.bindings.get(name, ())
        for binding in bindings:
            if isinstance(binding, ast.FunctionDef) and calls.is_property(binding):
                found.append((yield Need(("returns", flow.index.scopes[binding]))))
            elif isinstance(binding, ast.expr):
                found.append((yield Need(("expression", binding, each))))
            elif isinstance(binding, str):
                found.append((yield flow.imported(binding, each.module)))
            else:
                found.append(ANYTHING if binding is None else flow.defined(binding))
        stored = flow.index.stored(each, name)
        for value, where in stored:
            if value is None:
                found.append(ANYTHING)
            else:
                found.append((yield Need(("expression", value, where))))
        if (bindings or stored) and each in above:
            inherited = True
    if not found:
        return SOMETHING
    for value, where in flow.index.stored_elsewhere(name):
        found.append(SOMETHING)
        if value is not None:
            found.append((yield Need(("expression", value, where))))
    if not inherited or not flow.index.sets_any_attribute.isdisjoint(related):
        found.append(SOMETHING)
    return join(found)
