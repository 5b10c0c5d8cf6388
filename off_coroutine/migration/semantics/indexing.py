"""The one pass over a syntax tree that makes its scopes, and notes the nodes that rules ask for."""

from __future__ import annotations

import ast
from collections import abc
from typing import TYPE_CHECKING, Any

from off_coroutine.migration.semantics.binders import BINDERS, bind_name, move_declared
from off_coroutine.migration.semantics.lexical_scopes import (
    Callable,
    Comprehension,
    Function,
    Scope,
    TypeParameters,
    iterable_scope,
)

if TYPE_CHECKING:
    from off_coroutine.migration.semantics.scopes import Module

Add = abc.Callable[[ast.AST, ast.AST, Scope], None]

# What rules ask for by type, beside names, attributes and calls; the rest is only passed.
_KEPT = frozenset(
    {ast.With, ast.For, ast.comprehension, ast.ImportFrom, ast.Import, ast.Raise, ast.Assign}
    | {ast.AnnAssign, ast.If, ast.Starred, ast.keyword, ast.arg}
)
# Fields without nodes, and operators, which are one object for all places.
_PLAIN = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module"}
    | {"op", "ops", "simple", "tag", "type_comment", "rest"}
)


def index(module: Module) -> None:
    """Fill the scopes, nodes and parents of a module."""
    parents, nodes = module.parents, module.nodes_by_kind
    names, attributes, calls = module.names_by_id, module.attributes_by_name, module.calls_by_name
    stores = module.attribute_stores
    declaring: list[Scope] = []
    pending: list[tuple[Any, Scope]] = [(module.node, module)]

    def add(node: ast.AST, parent: ast.AST, scope: Scope) -> None:
        parents[node] = parent
        pending.append((node, scope))

    while pending:
        item = pending.pop()
        node, scope = item
        kind = type(node)
        # The three commonest kinds are two thirds of all nodes that have anything in them.
        if kind is ast.Name:
            names[node.id].append(item)
            if type(node.ctx) is ast.Load:
                scope.reads.add(node.id)
            else:
                bind_name(node, scope)
            continue
        if kind is ast.Attribute:
            attributes[node.attr].append(item)
            if type(node.ctx) is not ast.Load:
                stores.append(item)
            value = node.value
            parents[value] = node
            pending.append((value, scope))
            continue
        if kind is ast.Call:
            value = node.func
            called = type(value)
            name = value.attr if called is ast.Attribute else ""
            calls[value.id if called is ast.Name else name].append(item)
            parents[value] = node
            pending.append((value, scope))
            for each in (*node.args, *node.keywords):
                parents[each] = node
                if type(each) is not ast.Constant:
                    pending.append((each, scope))
            continue
        is_kept, visit, enter, fields = _PLANS[kind]
        if is_kept:
            nodes[kind].append(item)
        if enter is not None:
            enter(node, scope, add)
            continue
        if visit is not None:
            visit(node, scope)
            if kind is ast.Global or kind is ast.Nonlocal:
                declaring.append(scope)
        for field in fields:
            value = getattr(node, field, None)
            if type(value) is list:
                for each in value:
                    if isinstance(each, ast.AST):
                        parents[each] = node
                        pending.append((each, scope))
            elif isinstance(value, ast.AST):
                parents[value] = node
                if type(value) is not ast.Constant:
                    pending.append((value, scope))
    for scope in declaring:
        move_declared(scope)


def _note(list_name: str) -> abc.Callable[[Any, Scope], None]:
    def note(node: ast.AST, scope: Scope) -> None:
        frame = scope.frame
        if isinstance(frame, Function):
            getattr(frame, list_name).append(node)

    return note


def _enter_function(node: Callable, scope: Scope, add: Add) -> None:
    around = _type_parameters(node, scope, add)
    function = Function(node, around, scope.module)
    scope.module.functions.append(function)
    arguments = node.args
    scope.module.parents[arguments] = node
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for argument in [*every, arguments.vararg, arguments.kwarg]:
        if argument is not None:
            function.bind(argument.arg, None, argument)
            add(argument, arguments, around)
    for default in [*arguments.defaults, *arguments.kw_defaults]:
        if default is not None:
            add(default, arguments, scope)
    if isinstance(node, ast.Lambda):
        add(node.body, node, function)
        return
    scope.bind(node.name, node, node)
    for statement in node.body:
        add(statement, node, function)
    for decorator in node.decorator_list:
        add(decorator, node, scope)
    if node.returns is not None:
        add(node.returns, node, around)


def _enter_class(node: ast.ClassDef, scope: Scope, add: Add) -> None:
    around = _type_parameters(node, scope, add)
    inner = Scope(node, around, scope.module)
    inner.is_class = True
    inner.private = node.name.lstrip("_")
    scope.module.classes.append(inner)
    scope.bind(node.name, node, node)
    for given in [*node.bases, *node.keywords]:
        add(given, node, around)
    for statement in node.body:
        add(statement, node, inner)
    for decorator in node.decorator_list:
        add(decorator, node, scope)


def _enter_comprehension(node: Any, scope: Scope, add: Add) -> None:
    inner = Comprehension(node, scope, scope.module)
    scope.module.comprehensions.append(inner)
    parents = scope.module.parents
    for part in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
        add(part, node, inner)
    for clause in node.generators:
        parents[clause] = node
        scope.module.nodes_by_kind[ast.comprehension].append((clause, inner))
        add(clause.target, clause, inner)
        add(clause.iter, clause, iterable_scope(clause, inner))
        for condition in clause.ifs:
            add(condition, clause, inner)


def _enter_walrus(node: ast.NamedExpr, scope: Scope, add: Add) -> None:
    """Bind the target in the function around: a comprehension has no names of its own by `:=`."""
    frame, target = scope.frame, node.target
    frame.bind(target.id, node.value if frame is scope else None, target)
    if frame is not scope and frame is scope.module:
        scope.global_names = {*scope.global_names, target.id}
    elif frame is not scope:
        scope.nonlocal_names = {*scope.nonlocal_names, target.id}
    scope.module.parents[target] = node
    scope.module.names_by_id[target.id].append((target, scope))
    add(node.value, node, scope)


def _enter_alias(node: Any, scope: Scope, add: Add) -> None:
    """Enter `type X[T] = ...`, whose value is evaluated when it is asked for."""
    scope.module.parents[node.name] = node
    scope.module.names_by_id[node.name.id].append((node.name, scope))
    scope.bind(node.name.id, None, node.name)
    around = _type_parameters(node, scope, add)
    add(node.value, node, _late(node, around))


def _type_parameters(node: Any, scope: Scope, add: Add) -> Scope:
    """Return the scope of the type parameters of a definition; that around it if it has none."""
    given = getattr(node, "type_params", None)
    if not given:
        return scope
    inner = _late(node, scope)
    for parameter in given:
        scope.module.parents[parameter] = node
        inner.bind(parameter.name, None, parameter)
        for part in ("bound", "default_value"):
            if value := getattr(parameter, part, None):
                add(value, parameter, _late(parameter, inner))
    return inner


def _late(node: ast.AST, scope: Scope) -> TypeParameters:
    inner = TypeParameters(node, scope, scope.module)
    scope.module.type_scopes.append(inner)
    return inner


_VISITS: dict[type[ast.AST], abc.Callable[[Any, Scope], None]] = {
    **BINDERS,
    ast.YieldFrom: _note("delegations"),
    ast.Yield: _note("yields"),
    ast.Await: _note("awaits"),
    ast.Return: _note("returns"),
}
_ENTERED: dict[type[ast.AST], abc.Callable[[Any, Scope, Add], None]] = {
    ast.FunctionDef: _enter_function,
    ast.AsyncFunctionDef: _enter_function,
    ast.Lambda: _enter_function,
    ast.ClassDef: _enter_class,
    ast.ListComp: _enter_comprehension,
    ast.SetComp: _enter_comprehension,
    ast.DictComp: _enter_comprehension,
    ast.GeneratorExp: _enter_comprehension,
    ast.NamedExpr: _enter_walrus,
}
if hasattr(ast, "TypeAlias"):  # from Python 3.12
    _ENTERED[ast.TypeAlias] = _enter_alias
_PLANS = {
    kind: (
        kind in _KEPT,
        _VISITS.get(kind),
        _ENTERED.get(kind),
        ()
        if kind is ast.Constant
        else tuple(field for field in kind._fields if field not in _PLAIN),
    )
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
