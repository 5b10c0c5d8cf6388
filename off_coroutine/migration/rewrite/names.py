"""Which names are taken, so that one which is introduced means nothing else where it is used."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterable, Iterator
from weakref import WeakKeyDictionary

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.source.legacy_keywords import WORDS

_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
# What was found once in a module, for all rewrites of it.
_IDENTIFIERS: WeakKeyDictionary[Module, frozenset[str]] = WeakKeyDictionary()
_UNRESERVED: WeakKeyDictionary[Project, dict[str, str]] = WeakKeyDictionary()
_BOUND: WeakKeyDictionary[Module, dict[ast.AST, frozenset[str]]] = WeakKeyDictionary()


def fresh_name(taken: Collection[str], *candidates: str) -> str:
    """Return the first candidate that is not taken; the last one with a number if all are."""
    for name in candidates:
        if name not in taken:
            return name
    numbered = (f"{candidates[-1]}_{number}" for number in itertools.count(2))
    return next(name for name in numbered if name not in taken)


def identifiers(module: Module) -> frozenset[str]:
    """Return every name that is bound or read anywhere in a module, or may be by a string."""
    if module not in _IDENTIFIERS:
        _IDENTIFIERS[module] = frozenset(_names_of(module.parents))
    return _IDENTIFIERS[module]


def names_in(tree: ast.AST) -> Iterator[str]:
    """Yield every name that is bound or read in a tree, and strings that may be names."""
    return _names_of(ast.walk(tree))


def _names_of(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield from (word for word in node.value.split(".") if word.isidentifier())
        elif isinstance(node, ast.Name):
            yield node.id
        else:
            yield from _bound_by(node)


def is_bound_around(name: str, node: ast.AST, module: Module) -> bool:
    """Return whether a function, lambda, class or comprehension around a place binds a name."""
    bound = _BOUND.setdefault(module, {})
    while not isinstance(node, ast.Module):
        if isinstance(node, _SCOPES):
            if node not in bound:
                bound[node] = frozenset(_bound_in(node))
            if name in bound[node]:
                return True
        node = module.parents[node]
    return False


def is_rebound(name: str, module: Module) -> bool:
    """Return whether a name of a module is deleted."""
    return any(isinstance(node.ctx, ast.Del) for node, _ in module.names(name))


def _bound_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        else:
            yield from _bound_by(node)


def _bound_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds by itself."""
    match node:
        case ast.FunctionDef(name=str(name)) | ast.AsyncFunctionDef(name=str(name)):
            yield name
        case ast.ClassDef(name=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.arg(arg=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case ast.alias():
            yield node.asname or node.name.partition(".")[0]
        case ast.Global() | ast.Nonlocal():
            yield from node.names
        case _ if type(node).__name__ in ("TypeVar", "TypeVarTuple", "ParamSpec"):  # Python 3.12
            yield node.name  # type: ignore[attr-defined]


def unreserved_name(word: str, project: Project) -> str:
    """Return the name that stands for one that is reserved today, the same in all of a project."""
    if word not in WORDS:
        return word
    known = _UNRESERVED.setdefault(project, {})
    if word not in known:
        renamed = [module for module in project.modules if module.source.reserved_names]
        taken = frozenset[str]().union(*map(identifiers, renamed))
        known[word] = fresh_name(taken, f"{word}_")
    return known[word]


def private_name(name: str, method: Function, project: Project) -> str:
    """Return a name that only the class of a method knows, and no namesake related to it.

    Names with two underscores are told apart by the name of the class alone.
    """
    owner = method.outer
    assert owner is not None
    namesakes = [
        scope for scope in project.class_hierarchy(owner) if _stripped(scope) == _stripped(owner)
    ]
    namesakes.sort(key=lambda scope: (scope.module.source.path, getattr(scope.node, "lineno", 0)))
    index = namesakes.index(owner)
    text = method.module.source.text
    numbered = (f"{name}_{number}" if number > 1 else name for number in itertools.count(index + 1))
    return next(candidate for candidate in numbered if candidate not in text)


def _stripped(scope: Scope) -> str:
    """Return the name of a class as it is put in front of private names."""
    return getattr(scope.node, "name", "").lstrip("_")
