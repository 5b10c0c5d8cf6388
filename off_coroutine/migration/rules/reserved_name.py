"""`async` or `await` as a name.

Found: a variable, parameter, function, attribute or keyword argument that is called `async` or
    `await`.
Why: both are keywords from Python 3.7: the file is a syntax error.
Fix: a variable, parameter or function that the package itself defines gets an underscore,
    `async_`, wherever it is used. An attribute of an object or class keeps its name, as does the
    keyword argument of something else: `getattr(x, "async")`, `vars()["async"] = False` in the body
    of a class, `f(**{"async": True})`.
Safety: what has no other form, such as `x.async += 1`, is refused; the file does not parse then.
    Callers outside of the package that give a parameter by its name, as in `f(**{"async": True})`,
    have to give the new one; the finding says so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import may_call
from off_coroutine.migration.rewrite.edits import Edit
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.source.legacy_keywords import WORDS

INFO = RuleInfo(
    __name__,
    why="it is a keyword from Python 3.7: the file is a syntax error",
    remedy="call it something else",
)
_LONGEST = len("async")
_NOT_IN_BODY = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    if not module.source.reserved_names:
        return
    findings = [*_definitions(module), *_uses(module, analysis)]
    yield from findings
    yield from _left(module, [edit for finding in findings for edit in finding.edits], analysis)


def _uses(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for name, scope in module.nodes(ast.Name):
        if name.id in WORDS and not (scope.is_class and name.id in scope.bindings):
            yield _renamed(module, name, name.id, source.start(name))
        elif name.id in WORDS and _stands_in_body(name, module):
            edit = Edit(source.start(name), source.end(name), f'vars()["{name.id}"]')
            yield INFO.fix(source, name, f"the class attribute `{name.id}`", [edit])
    for keyword, scope in module.nodes(ast.keyword):
        if keyword.arg in WORDS:
            what = f"the keyword argument `{keyword.arg}`"
            yield INFO.fix(source, keyword.value, what, _given(keyword, scope, analysis))
    for attribute, scope in module.nodes(ast.Attribute):
        if attribute.attr in WORDS and not _is_of_asyncio(attribute, scope, analysis):
            edits = _attribute(attribute, scope, analysis)
            if edits:
                what = f"the attribute `{attribute.attr}`"
                yield INFO.fix(source, attribute, what, edits)


def _is_of_asyncio(node: ast.Attribute, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    return analysis.project.qualified_name(node, scope).startswith("asyncio.")


def _left(module: Module, edits: list[Edit], analysis: CoroutineAnalysis) -> Iterator[Finding]:
    """Yield the names that nothing has been done about."""
    source = module.source
    imports = [node for node, _ in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))]
    elsewhere = [(source.start(node), source.end(node)) for node in imports]
    elsewhere += [
        (source.start(node), source.end(node))
        for node, scope in module.nodes(ast.Attribute)
        if node.attr in WORDS and _is_of_asyncio(node, scope, analysis)
    ]
    done = [*elsewhere, *((edit.start, edit.end) for edit in edits)]
    for start, word in source.reserved_names:
        if not any(first <= start < last or first == start + len(word) for first, last in done):
            reason = "it is used in a way that has no other form: the file does not parse"
            finding = INFO.at(source.path, source.place(start), f"the name `{word}`")
            yield replace(finding, refusal=reason)


def _definitions(module: Module) -> Iterator[Finding]:
    source = module.source
    for function in module.functions:
        node = function.node
        if function.name in WORDS and not isinstance(node, ast.Lambda):
            start = source.text.index(function.name, source.start(node) + len("def"))
            renamed = _renamed(module, node, function.name, start)
            kept = [_given_back(function)] if function.owner else []
            yield replace(renamed, edits=(*renamed.edits, *kept))
    for argument, _ in module.nodes(ast.arg):
        if argument.arg in WORDS:
            start = source.start(argument)
            edit = Edit(start, start + _LONGEST, f"{argument.arg}_")
            name = argument.arg
            what = f"the parameter `{name}`, which callers elsewhere have to give as `{name}_`"
            yield INFO.fix(source, module.statement(argument), what, [edit])


def _renamed(module: Module, node: ast.expr | ast.stmt, name: str, start: int) -> Finding:
    edit = Edit(start, start + _LONGEST, f"{name}_")
    return INFO.fix(module.source, node, f"the name `{name}`", [edit])


def _given_back(method: Function) -> Edit:
    """Give a method that was renamed its name in the class."""
    source = method.module.source
    end = source.line_end(source.end(method.node))
    margin = source.newline + source.indentation(source.start(method.node))
    return Edit(end, end, f'{margin}vars()["{method.name}"] = vars().pop("{method.name}_")')


def _stands_in_body(name: ast.Name, module: Module) -> bool:
    """Return whether an assignable name is evaluated where `vars()` is the body of a class."""
    node: ast.AST = name
    while not isinstance(node, ast.stmt):
        parent = module.parents[node]
        if isinstance(parent, _NOT_IN_BODY) or node in getattr(parent, "decorator_list", ()):
            return False
        node = parent
    return not isinstance(node, ast.AnnAssign)


def _given(keyword: ast.keyword, scope: Scope, analysis: CoroutineAnalysis) -> Iterator[Edit]:
    source = scope.module.source
    call = scope.module.parents[keyword]
    start, value, end = source.start(keyword), source.start(keyword.value), source.end(keyword)
    functions = _called(call, scope, analysis.project) if isinstance(call, ast.Call) else []
    if any(keyword.arg in function.bindings for function in functions):
        yield Edit(start, start + _LONGEST, f"{keyword.arg}_")
    else:
        yield Edit(start, value, f'**{{"{keyword.arg}": ')
        yield Edit(end, end, "}")


def _called(call: ast.Call, scope: Scope, project: Project) -> list[Function]:
    """Return the functions that a call may give its arguments to."""
    classes = [found for found in project.definition(call.func, scope) if found.is_class]
    related = {other for made in classes for other in project.class_hierarchy(made)}
    return [*may_call(call.func, scope, project).functions, *project.methods(related, "__init__")]


def _attribute(attribute: ast.Attribute, scope: Scope, analysis: CoroutineAnalysis) -> list[Edit]:
    """Return what stands for an attribute on every Python; empty if nothing does."""
    module = scope.module
    source = module.source
    name = attribute.attr
    start, end = source.start(attribute), source.end(attribute)
    project = analysis.project
    owner_name = project.qualified_name(attribute.value, scope)
    if project.has_module(owner_name) and not project.has_module(f"{owner_name}.{name}"):
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
