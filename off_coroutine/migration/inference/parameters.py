"""What the parameters of a function are given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from off_coroutine.migration.inference.annotations import annotated
from off_coroutine.migration.inference.project_index import CallSite
from off_coroutine.migration.inference.solver import (
    ANYTHING,
    SOMETHING,
    Instance,
    Need,
    Reaching,
    Steps,
    join,
)
from off_coroutine.migration.semantics.scopes import Function
from off_coroutine.migration.semantics.syntax import last_name

if TYPE_CHECKING:
    from off_coroutine.migration.inference.flow import Flow


def is_parameter(function: Function, name: str) -> bool:
    return any(argument.arg == name for argument in _every(function.node.args))


def given(flow: Flow, function: Function, name: str) -> Steps:
    """Return what a parameter may be: what the calls of its function in the project give it.

    Something else may call the function too, so that is never complete.
    """
    arguments = function.node.args
    for gathering, kind in ((arguments.vararg, "tuple"), (arguments.kwarg, "dict")):
        if gathering is not None and gathering.arg == name:
            return Reaching((Instance(f"builtins.{kind}"),))
    positional = [*arguments.posonlyargs, *arguments.args]
    names = [argument.arg for argument in positional]
    place = names.index(name) if name in names else None
    if function.owner is not None and place == 0:
        owner = function.outer
        assert owner is not None
        kinds = set(map(last_name, function.decorators))
        if "staticmethod" not in kinds:
            of_class = function.name in ("__new__", "__init_subclass__") or "classmethod" in kinds
            return Reaching((owner if of_class else Instance(owner),))
    assert function.outer is not None
    for argument in [*positional, *arguments.kwonlyargs]:
        if argument.arg == name and argument.annotation is not None:
            named = annotated(argument.annotation, function.outer, flow.project)
            if named:
                return Reaching((Instance(named),))
    found: list[Reaching] = [SOMETHING]
    if function in flow.index.escaping:
        found.append(ANYTHING)
    if (default := _default(function, name)) is not None:
        found.append((yield Need(("expression", default, function.outer))))
    for site in flow.index.call_sites(function):
        if site.decorated is not None:
            if place == site.bound:
                found.append(Reaching((site.decorated,)))
            continue
        assert site.call is not None
        argument_given, is_spread = _argument(site, place, name)
        if is_spread:
            found.append(ANYTHING)
        if argument_given is not None:
            found.append((yield Need(("expression", argument_given, site.scope))))
    return join(found)


def _argument(site: CallSite, place: int | None, name: str) -> tuple[ast.expr | None, bool]:
    """Return what a call gives a parameter, and whether `*` or `**` may give it too."""
    assert site.call is not None
    is_spread = False
    for keyword in site.call.keywords:
        if keyword.arg == name:
            return keyword.value, False
        is_spread |= keyword.arg is None
    if place is None:
        return None, is_spread
    place -= site.bound
    for number, argument in enumerate(site.call.args[: place + 1]):
        if isinstance(argument, ast.Starred):
            return None, True
        if number == place:
            return argument, False
    return None, is_spread


def _default(function: Function, name: str) -> ast.expr | None:
    arguments = function.node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    pairs = [
        *zip(with_default, arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return next((value for argument, value in pairs if argument.arg == name), None)


def _every(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (each for each in (arguments.vararg, arguments.kwarg) if each is not None)
