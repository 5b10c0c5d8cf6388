"""How values flow: from which expressions the value of a name, an attribute or a call comes."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Hashable, Iterator

from off_coroutine.migration.inference import calls, containers, members, parameters
from off_coroutine.migration.inference.annotations import annotated
from off_coroutine.migration.inference.project_index import ProjectIndex
from off_coroutine.migration.inference.solver import (
    ANYTHING,
    NOTHING,
    SOMETHING,
    Expression,
    Instance,
    Key,
    Need,
    Reaching,
    Solver,
    Steps,
    join,
)
from off_coroutine.migration.semantics.asyncio_api import COROUTINE
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import enclosing_class


def flow_of(project: Project) -> Flow:
    """Return the one engine that answers for a project, which keeps it."""
    kept: dict[str, object] = vars(project)
    flow = kept.get("_flow")
    if not isinstance(flow, Flow):
        flow = kept["_flow"] = Flow(project)
    return flow


class Flow:
    """What every expression of a project may be, worked out when it is asked for.

    Attributes:
        project: whose expressions they are.
        index: the project by name.
        solver: keeps the answers.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.index = ProjectIndex(project)
        self.solver = Solver(self._steps, _reduced)
        self.made: dict[tuple[ast.AST, str], ast.Attribute] = {}  # for `getattr(x, "name")`

    def reach(self, node: ast.expr, scope: Scope) -> Reaching:
        """Return what an expression may be where it is evaluated."""
        return self.solver.solve(("expression", node, scope))

    def member(self, owner: Scope, name: str) -> Reaching:
        """Return what an attribute of the instances of a class may be."""
        return self.solver.solve(("member", owner, name))

    def _steps(self, key: Key) -> Steps:
        kind, *rest = key
        return _STEPS[kind](self, *rest)

    def _expression(self, node: ast.expr, scope: Scope) -> Steps:
        match node:
            case ast.Name():
                return (yield from self._read(node, scope))
            case ast.Attribute():
                return (yield from self._attribute(node, scope))
            case ast.Call():
                return (yield from calls.called(self, node, scope))
            case ast.IfExp():
                return (yield from several([node.body, node.orelse], scope))
            case ast.BoolOp():
                return (yield from several(node.values, scope))
            case ast.NamedExpr():
                return (yield Need(("expression", node.value, scope)))
            case ast.Subscript():
                return (yield from containers.item(self, node, scope))
            case ast.Lambda():
                return Reaching((self.index.scopes[node],))
        return Reaching((Expression(node, scope),))

    def _read(self, node: ast.Name, scope: Scope) -> Steps:
        home = scope.defining_scope(node.id)
        if home is None:
            if any(self._foreign_stars(scope.module)):
                return SOMETHING
            return Reaching((f"builtins.{node.id}",)) if hasattr(builtins, node.id) else SOMETHING
        return (yield Need(("name", home, node.id)))

    def _foreign_stars(self, scope: Scope) -> Iterator[str]:
        for star in scope.bindings.get("*", ()):
            base = star.removesuffix(".*") if isinstance(star, str) else ""
            if base and not self.project.has_module(base, scope.module):
                yield base

    def _name(self, home: Scope, name: str) -> Steps:
        found = []
        unknown = 0
        for binding in home.bindings[name]:
            if isinstance(binding, str):
                found.append((yield Need(("imported", home.module, binding))))
            elif isinstance(binding, ast.expr):
                found.append((yield Need(("expression", binding, home))))
            elif binding is None:
                unknown += 1
            else:
                found.append(self.defined(binding))
        if unknown and isinstance(home, Function) and parameters.is_parameter(home, name):
            found.append((yield Need(("parameter", home, name))))
            unknown -= 1
        places = self.index.stores(home, name) if unknown else []
        for place in places:
            found.append((yield from self._stored(place, home)))
        if unknown > len(places):
            found.append(ANYTHING)  # `except ... as name`, `del`, and what has no place
        if home is home.module and any(self._foreign_stars(home)):
            found.append(SOMETHING)
        return join(found)

    def _stored(self, place: ast.Name, home: Scope) -> Steps:
        """Return what a place that is no plain assignment binds a name to."""
        parents = home.module.parents
        match parents[place]:
            case ast.NamedExpr(value=value):
                return (yield Need(("expression", value, home)))
            case ast.For(target=target, iter=given) if target is place:
                return (yield Need(("elements", given, home), joins=False))
            case (ast.Tuple() | ast.List()) as targets:
                assigned = parents[targets]
                match assigned:
                    case ast.Assign(value=ast.Tuple() | ast.List() as value):
                        exact = len(value.elts) == len(targets.elts)
                        every = [*value.elts, *targets.elts]
                        if exact and not any(isinstance(item, ast.Starred) for item in every):
                            item = value.elts[targets.elts.index(place)]
                            return (yield Need(("expression", item, home)))
        return ANYTHING

    def defined(self, node: ast.AST) -> Reaching:
        """Return what a definition binds its name to: what its decorators return, if known."""
        scope = self.index.scopes.get(node)
        if scope is None:
            return SOMETHING
        if isinstance(scope, Function):
            return Reaching((scope,), complete=calls.is_transparent(scope, self.project))
        assert isinstance(node, ast.ClassDef)
        return Reaching((scope,), complete=not node.decorator_list)

    def _imported(self, importer: Module, name: str) -> Steps:
        """Return what a full name means in a module: in any of several modules of one name."""
        if name in COROUTINE or self.project.has_module(name, importer):
            return Reaching((name,))
        head, _, last = name.rpartition(".")
        owners = self.project.modules_named(head, importer)
        found = []
        for owner in owners:
            found.append((yield Need(("exported", owner, last))))
        return join(found) if found else Reaching((name,))

    def _exported(self, owner: Module, name: str) -> Steps:
        """Return what a module has by a name; what star imports bring is among its bindings."""
        return (yield Need(("name", owner, name))) if name in owner.bindings else SOMETHING

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Steps:
        if calls.is_super(node.value):
            owner = enclosing_class(scope)
            if owner is None:
                return SOMETHING
            above = calls.ancestors(owner, self.project)[0][1:]
            methods = self.project.methods(above, node.attr)
            found = [self.defined(method.node) for method in methods]
            return join(found) if found else SOMETHING
        receiver = yield Need(("expression", node.value, scope), joins=False)
        unresolved = Reaching((Expression(node, scope),))
        found = [] if receiver.complete else [unresolved]
        for value in receiver.values:
            if isinstance(value, str):
                found.append((yield Need(("imported", scope.module, f"{value}.{node.attr}"))))
            elif isinstance(value, Instance) and isinstance(value.of, Scope):
                found.append((yield Need(("member", value.of, node.attr))))
            elif isinstance(value, Scope) and value.is_class:
                found.append((yield Need(("member", value, node.attr))))
            elif not _is_none(value):
                found.append(unresolved)
        return join(found) if found else unresolved

    def _returns(self, function: Function) -> Steps:
        """Return what a call of a plain function gives."""
        node = function.node
        if isinstance(node, ast.Lambda):
            return (yield Need(("expression", node.body, function)))
        if node.returns is not None:
            assert function.outer is not None
            named = annotated(node.returns, function.outer, self.project)
            if named is not None:
                return Reaching((Instance(named),)) if named else NOTHING
        found = []
        for statement in function.returns:
            if statement.value is not None:
                found.append((yield Need(("expression", statement.value, function))))
        if calls.may_return_none(function):
            found.append(Reaching((Expression(_NONE, function),)))
        return join(found)


def _reduced(key: Key) -> Key | Reaching:
    """Return what the commonest questions come to: those about a name, and about a value itself."""
    if key[0] == "expression":
        _, node, scope = key
        kind = type(node)
        if kind is ast.Name:
            home = scope.defining_scope(node.id)
            return key if home is None else ("name", home, node.id)
        if kind not in _FOLLOWED:
            return Reaching((Expression(node, scope),))
    return key


# The expressions that have the value of something else.
_FOLLOWED = frozenset(
    {ast.Name, ast.Attribute, ast.Call, ast.IfExp, ast.BoolOp, ast.NamedExpr, ast.Subscript}
    | {ast.Lambda}
)
_NONE = ast.Constant(None)
_STEPS: dict[Hashable, Callable[..., Steps]] = {
    "expression": Flow._expression,
    "name": Flow._name,
    "imported": Flow._imported,
    "exported": Flow._exported,
    "member": members.member,
    "elements": containers.elements,
    "returns": Flow._returns,
    "parameter": parameters.given,
}


def several(nodes: list[ast.expr], scope: Scope) -> Steps:
    """Return what one of several expressions may be."""
    found = []
    for node in nodes:
        found.append((yield Need(("expression", node, scope))))
    return join(found)


def _is_none(value: object) -> bool:
    return (
        isinstance(value, Expression)
        and isinstance(value.node, ast.Constant)
        and value.node.value is None
    )
