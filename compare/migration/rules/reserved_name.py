"""`async` or `await` as a name.

Found: a variable, parameter, function, attribute or keyword argument that is called `async` or
    `await`.
Why: both are keywords from Python 3.7: the file is a syntax error.
Fix: what the package itself defines gets an underscore, `async_`, wherever it is used. The
    keyword argument or attribute of something else keeps its name: `f(**{"async": True})`,
    `getattr(x, "async")`.
Safety: a module of that name is refused: its file has to be renamed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.calls import targets
from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module, Scope

KIND = Kind(
    __name__,
    why="it is a keyword from Python 3.7: the file is a syntax error",
    remedy="call it something else",
)
_RESERVED = ("async", "await")
_LONGEST = len("async")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    if not module.source.has_reserved_names:
        return
    yield from _imports(module)
    yield from _definitions(module)
    source = module.source
    for name, _ in module.nodes(ast.Name):
        if name.id in _RESERVED:
            yield _renamed(module, name, name.id, source.start(name))
    for keyword, scope in module.nodes(ast.keyword):
        if keyword.arg in _RESERVED:
            what = f"the keyword argument `{keyword.arg}`"
            yield KIND.converted(source, keyword.value, what, _given(keyword, scope, coroutines))
    for attribute, scope in module.nodes(ast.Attribute):
        if attribute.attr in _RESERVED and not coroutines.package.full_name(attribute, scope):
            yield _attribute(attribute, module, coroutines)


def _imports(module: Module) -> Iterator[Finding]:
    statements: list[tuple[ast.Import | ast.ImportFrom, Scope]]
    statements = [*module.nodes(ast.Import), *module.nodes(ast.ImportFrom)]
    for node, _ in statements:
        names = [*(getattr(node, "module", None) or "").split(".")]
        names += [part for alias in node.names for part in alias.name.split(".")]
        of_asyncio = isinstance(node, ast.ImportFrom) and node.module == "asyncio"
        if not of_asyncio and set(names) & set(_RESERVED):
            reason = "a module of that name has to be renamed with its file"
            what = "an import of a module called `async`"
            yield KIND.refused(module.source, node, what, reason, "rename it, then migrate again")


def _definitions(module: Module) -> Iterator[Finding]:
    source = module.source
    for function in module.functions:
        node = function.node
        if function.name in _RESERVED and not isinstance(node, ast.Lambda):
            start = source.text.index(function.name, source.start(node) + len("def"))
            yield _renamed(module, node, function.name, start)
    for argument, _ in module.nodes(ast.arg):
        if argument.arg in _RESERVED:
            start = source.start(argument)
            edit = Edit(start, start + _LONGEST, f"{argument.arg}_")
            what = f"the parameter `{argument.arg}`"
            yield KIND.converted(source, module.statement(argument), what, [edit])


def _renamed(module: Module, node: ast.expr | ast.stmt, name: str, start: int) -> Finding:
    edit = Edit(start, start + _LONGEST, f"{name}_")
    return KIND.converted(module.source, node, f"the name `{name}`", [edit])


def _given(keyword: ast.keyword, scope: Scope, coroutines: Coroutines) -> Iterator[Edit]:
    source = scope.module.source
    call = scope.module.parents[keyword]
    start, value, end = source.start(keyword), source.start(keyword.value), source.end(keyword)
    reached = targets(call.func, scope, coroutines.package) if isinstance(call, ast.Call) else None
    functions = reached.functions if reached else []
    if any(keyword.arg in function.bindings for function in functions):
        yield Edit(start, start + _LONGEST, f"{keyword.arg}_")
    else:
        yield Edit(start, value, f'**{{"{keyword.arg}": ')
        yield Edit(end, end, "}")


def _attribute(attribute: ast.Attribute, module: Module, coroutines: Coroutines) -> Finding:
    source = module.source
    name = attribute.attr
    what = f"the attribute `{name}`"
    start, end = source.start(attribute), source.end(attribute)
    owner = source.end(attribute.value)
    statement = module.parents[attribute]
    if any(function.owner for function in coroutines.package.by_name[name]):
        edits = [Edit(end, end, "_")]
    elif isinstance(attribute.ctx, ast.Load):
        edits = [Edit(start, start, "getattr("), Edit(owner, end, f', "{name}")')]
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        value, last = source.start(statement.value), source.end(statement)
        edits = [Edit(start, start, "setattr("), Edit(owner, value, f', "{name}", ')]
        edits.append(Edit(last, last, ")"))
    else:
        reason = "it is assigned together with others"
        return KIND.refused(
            source, attribute, what, reason, "use `setattr` in a statement of its own"
        )
    return KIND.converted(source, attribute, what, edits)
