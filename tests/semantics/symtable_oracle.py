"""What Python's own `symtable` says of a file, and what our scopes say, in one form."""

from __future__ import annotations

import ast
import symtable
import sys
from collections import Counter
from collections.abc import Iterator

from off_coroutine.migration.semantics.scopes import (
    Comprehension,
    Function,
    Module,
    Scope,
    TypeParameters,
)
from off_coroutine.migration.source.source_file import Source

# Name of the scope, its line, and each name with its kind.
Description = tuple[str, int, frozenset[tuple[str, str]]]


class _Plain(ast.NodeTransformer):
    """Takes away what no scope of ours follows symtable in, on purpose.

    Annotations that are never evaluated are no uses for symtable. From Python 3.12 comprehensions
    other than generator expressions have no table; their rules are those of generator expressions.
    """

    def __init__(self, *, are_annotations_text: bool) -> None:
        self.are_annotations_text = are_annotations_text

    def visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        if self.are_annotations_text:
            if isinstance(node, ast.AnnAssign):
                node.annotation = ast.Constant(0)
            elif isinstance(node, ast.arg):
                node.annotation = None
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                node.returns = None
        if sys.version_info >= (3, 12):
            if isinstance(node, (ast.ListComp, ast.SetComp)):
                return ast.GeneratorExp(node.elt, node.generators)
            if isinstance(node, ast.DictComp):
                pair = ast.Tuple([node.key, node.value], ast.Load())
                return ast.GeneratorExp(pair, node.generators)
        return node


def plain(text: str) -> str:
    """Return a program with the same scopes that symtable and we can be compared on."""
    tree = ast.parse(text)
    is_future = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )
    if not is_future and sys.version_info < (3, 12):
        return text
    changed = _Plain(are_annotations_text=is_future).visit(tree)
    return ast.unparse(ast.fix_missing_locations(changed))


def of_symtable(text: str) -> Counter[Description]:
    return Counter(_tables(symtable.symtable(text, "m.py", "exec")))


def of_ours(text: str) -> Counter[Description]:
    module = Module(Source("m.py", text.encode("utf-8", "surrogatepass")), "m")
    elsewhere = {scope.mangled(name) for scope in module.scopes() for name in scope.global_names}
    return Counter(_describe(scope, elsewhere) for scope in module.scopes())


def differences(text: str) -> list[str]:
    text = plain(text)
    theirs, ours = of_symtable(text), of_ours(text)
    shown = []
    for description in [*(theirs - ours), *(ours - theirs)]:
        side = "symtable" if description in theirs - ours else "ours"
        shown.append(f"{description[0]}:{description[1]} {side}: {sorted(description[2])}")
    return sorted(shown)


def _tables(table: symtable.SymbolTable) -> Iterator[Description]:
    if str(table.get_type()) not in ("annotation", "SymbolTableType.ANNOTATION"):
        is_module = str(table.get_type()) in ("module", "SymbolTableType.MODULE")
        symbols = [
            (symbol.get_name(), _kind(symbol, is_module))
            for symbol in table.get_symbols()
            if symbol.get_name()[0] != "." and not _is_hidden(symbol.get_name())
            if not (is_module and symbol.is_declared_global()) and not _is_handed_on(symbol)
        ]
        yield table.get_name(), 0 if is_module else table.get_lineno(), frozenset(symbols)
    for child in table.get_children():
        yield from _tables(child)


def _is_hidden(name: str) -> bool:
    return name.strip("_") in ("class", "classdict", "type_params", "conditional_annotations")


def _is_handed_on(symbol: symtable.Symbol) -> bool:
    """Return whether a name is only there because a function inside reads that of one outside."""
    return symbol.is_free() and not (symbol.is_referenced() or symbol.is_nonlocal())


def _kind(symbol: symtable.Symbol, is_module: bool) -> str:
    if symbol.is_parameter():
        return "parameter"
    if symbol.is_nonlocal():
        return "nonlocal"
    if symbol.is_declared_global():
        return "declared global"
    if is_module:
        bound = symbol.is_assigned() or symbol.is_imported() or symbol.is_annotated()
        kind = "local" if bound or symbol.is_local() else "global"
    else:
        kind = "local" if symbol.is_local() else "free" if symbol.is_free() else "global"
    return kind + (" imported" if symbol.is_imported() else "")


def _describe(scope: Scope, declared: set[str]) -> Description:
    names = {*scope.bindings, *scope.reads, *scope.annotated}
    names |= scope.nonlocal_names | scope.global_names
    names -= {"*"}
    if isinstance(scope, Module):
        names -= declared
    described = frozenset(
        (scope.mangled(name), _our_kind(scope, name)) for name in names if not _is_hidden(name)
    )
    if isinstance(scope, Module):
        return "top", 0, described
    line = getattr(scope.node, "lineno", 0)
    return _name(scope), line, described


def _name(scope: Scope) -> str:
    if isinstance(scope, Function):
        return scope.name or "lambda"
    if isinstance(scope, Comprehension):
        kinds = {ast.ListComp: "listcomp", ast.SetComp: "setcomp", ast.DictComp: "dictcomp"}
        return kinds.get(type(scope.node), "genexpr")
    if isinstance(scope, TypeParameters):
        name = getattr(scope.node, "name", "")
        return name.id if isinstance(name, ast.Name) else str(name)
    assert isinstance(scope.node, ast.ClassDef)
    return scope.node.name


def _our_kind(scope: Scope, name: str) -> str:
    if isinstance(scope, Function):
        given = scope.node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        if any(argument is not None and argument.arg == name for argument in every):
            return "parameter"
    if name in scope.global_names:
        return "declared global"
    if name in scope.nonlocal_names:
        home = scope.frame
        is_global = isinstance(scope, Comprehension) and name in home.global_names
        return "declared global" if is_global else "nonlocal"
    if name in scope.bindings or name in scope.annotated:
        is_imported = any(isinstance(site, ast.alias) for site in scope.sites[name])
        return "local" + (" imported" if is_imported else "")
    home_scope = scope.defining_scope(name)
    return "global" if home_scope is None or isinstance(home_scope, Module) else "free"
