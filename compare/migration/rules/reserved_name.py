"""`async` or `await` as a name.

Found: a variable, parameter, function, attribute or keyword argument that is called `async` or
    `await`.
Why: both are keywords from Python 3.7: the file is a syntax error.
Fix: what the package itself defines gets an underscore, `async_`, wherever it is used. The
    keyword argument or attribute of something else keeps its name: `f(**{"async": True})`,
    `getattr(x, "async")`.
Safety: what has no other form, such as `x.async += 1`, is refused; the file does not parse then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from compare.migration.calls import targets
from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module, Scope
from compare.migration.reserved_names import WORDS

KIND = Kind(
    __name__,
    why="it is a keyword from Python 3.7: the file is a syntax error",
    remedy="call it something else",
)
_LONGEST = len("async")


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    if not module.source.reserved_names:
        return
    findings = [*_definitions(module), *_uses(module, coroutines)]
    yield from findings
    yield from _left(module, [edit for finding in findings for edit in finding.edits], coroutines)


def _uses(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    for name, _ in module.nodes(ast.Name):
        if name.id in WORDS:
            yield _renamed(module, name, name.id, source.start(name))
    for keyword, scope in module.nodes(ast.keyword):
        if keyword.arg in WORDS:
            what = f"the keyword argument `{keyword.arg}`"
            yield KIND.converted(source, keyword.value, what, _given(keyword, scope, coroutines))
    for attribute, scope in module.nodes(ast.Attribute):
        if attribute.attr in WORDS and not _is_of_asyncio(attribute, scope, coroutines):
            edits = _attribute(attribute, module, coroutines)
            if edits:
                what = f"the attribute `{attribute.attr}`"
                yield KIND.converted(source, attribute, what, edits)


def _is_of_asyncio(node: ast.Attribute, scope: Scope, coroutines: Coroutines) -> bool:
    return coroutines.package.full_name(node, scope).startswith("asyncio.")


def _left(module: Module, edits: list[Edit], coroutines: Coroutines) -> Iterator[Finding]:
    """Yield the names that nothing has been done about."""
    source = module.source
    imports = [node for node, _ in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))]
    elsewhere = [(source.start(node), source.end(node)) for node in imports]
    elsewhere += [
        (source.start(node), source.end(node))
        for node, scope in module.nodes(ast.Attribute)
        if node.attr in WORDS and _is_of_asyncio(node, scope, coroutines)
    ]
    done = [*elsewhere, *((edit.start, edit.end) for edit in edits)]
    for start, word in source.reserved_names:
        if not any(first <= start < last or first == start + len(word) for first, last in done):
            reason = "it is used in a way that has no other form: the file does not parse"
            finding = KIND.at(source.path, source.place(start), f"the name `{word}`")
            yield replace(finding, refusal=reason)


def _definitions(module: Module) -> Iterator[Finding]:
    source = module.source
    for function in module.functions:
        node = function.node
        if function.name in WORDS and not isinstance(node, ast.Lambda):
            start = source.text.index(function.name, source.start(node) + len("def"))
            yield _renamed(module, node, function.name, start)
    for argument, _ in module.nodes(ast.arg):
        if argument.arg in WORDS:
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


def _attribute(attribute: ast.Attribute, module: Module, coroutines: Coroutines) -> list[Edit]:
    """Return what stands for an attribute on every Python; empty if nothing does."""
    source = module.source
    name = attribute.attr
    start, end = source.start(attribute), source.end(attribute)
    if any(function.owner for function in coroutines.package.by_name[name]):
        return [Edit(end, end, "_")]
    if any(isinstance(n, ast.Attribute) and n.attr in WORDS for n in ast.walk(attribute.value)):
        return []
    if isinstance(attribute.ctx, ast.Load):
        owner = source.end(attribute.value)
        return [Edit(start, start, "getattr("), Edit(owner, end, f', "{name}")')]
    return _assigned(attribute, module)


def _assigned(attribute: ast.Attribute, module: Module) -> list[Edit]:
    """Assign to an attribute by its name; empty if that is not possible."""
    source = module.source
    statement = module.parents[attribute]
    if isinstance(statement, ast.Delete) and len(statement.targets) == 1:
        owner = source.segment(attribute.value)
        new = f'delattr({owner}, "{attribute.attr}")'
        return [Edit(source.start(statement), source.end(statement), new)]
    if not isinstance(statement, ast.Assign):
        return []
    start, end = source.start(attribute), source.end(statement)
    value = source.start(statement.value)
    if len(statement.targets) == 1:
        name = source.end(attribute.value)
        edits = [Edit(start, start, "setattr("), Edit(name, value, f', "{attribute.attr}", ')]
        return [*edits, Edit(end, end, ")")]
    if not isinstance(statement.value, (ast.Name, ast.Constant)):
        return []
    owner, given = source.segment(attribute.value), source.segment(statement.value)
    index = statement.targets.index(attribute)
    following = next(map(source.start, statement.targets[index + 1 :]), value)
    return [
        Edit(start, following, ""),
        Edit(end, end, f'; setattr({owner}, "{attribute.attr}", {given})'),
    ]
