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
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.names import unreserved_name
from off_coroutine.migration.rewrite.nodes import as_argument
from off_coroutine.migration.rewrite.spans import bare, replace_node, span
from off_coroutine.migration.rewrite.statements import insert_after, rename, replace_statement
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.source.legacy_keywords import WORDS

INFO = RuleInfo(
    __name__,
    why="it is a keyword from Python 3.7: the file is a syntax error",
    remedy="call it something else",
)
_NOT_IN_BODY = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    if not module.source.reserved_names:
        return
    done = set()
    found = (*_definitions(module, analysis), *_uses(module, analysis), *_words(module, analysis))
    for place, finding in found:
        done.add(place)
        yield finding
    yield from _left(module, done, analysis)


def _uses(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[int, Finding]]:
    """Yield the place of each name that something is done about, and what."""
    source = module.source
    for name, scope in module.names(*WORDS):
        if not (scope.is_class and name.id in scope.bindings):
            start, end = bare(module, name)
            edit = Rewrite(start, end, (unreserved_name(name.id, analysis.project),))
            yield start, INFO.fix(source, name, f"the name `{name.id}`", [edit])
        elif _stands_in_body(name, module):
            edit = Rewrite(*bare(module, name), (f'vars()["{name.id}"]',))
            what = f"the class attribute `{name.id}`"
            yield edit.start, INFO.fix(source, name, what, [edit])
    for keyword, scope in module.nodes(ast.keyword):
        if keyword.arg in WORDS:
            what = f"the keyword argument `{keyword.arg}`"
            edit = _given(keyword, scope, analysis)
            yield source.start(keyword), INFO.fix(source, keyword.value, what, [edit])
    for attribute, scope in module.attributes(*WORDS):
        if _is_of_asyncio(attribute, scope, analysis):
            continue
        if edits := list(_attribute(attribute, scope, analysis)):
            what = f"the attribute `{attribute.attr}`"
            yield _place(attribute, module), INFO.fix(source, attribute, what, edits)


def _place(attribute: ast.Attribute, module: Module) -> int:
    return module.source.end(attribute) - len(attribute.attr)


def _is_of_asyncio(node: ast.Attribute, scope: Scope, analysis: CoroutineAnalysis) -> bool:
    return analysis.project.qualified_name(node, scope).startswith("asyncio.")


def _left(module: Module, done: set[int], analysis: CoroutineAnalysis) -> Iterator[Finding]:
    """Yield the names that nothing has been done about."""
    source = module.source
    imports = [node for node, _ in (*module.nodes(ast.Import), *module.nodes(ast.ImportFrom))]
    elsewhere = [bare(module, node) for node in imports]
    elsewhere += [
        bare(module, node)
        for node, scope in module.attributes(*WORDS)
        if _is_of_asyncio(node, scope, analysis)
    ]
    for start, word in source.reserved_names:
        if start not in done and not any(first <= start < last for first, last in elsewhere):
            reason = "it is used in a way that has no other form: the file does not parse"
            finding = INFO.at(source.path, source.place(start), f"the name `{word}`")
            yield replace(finding, refusal=reason)


def _definitions(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[int, Finding]]:
    source = module.source
    for function in module.functions:
        node = function.node
        if function.name in WORDS and not isinstance(node, ast.Lambda):
            name = function.name
            new = unreserved_name(name, analysis.project)
            edits = [rename(function, new)]
            place = edits[0].start
            if function.owner:  # it has its name in the class
                line = f'vars()["{name}"] = vars().pop("{new}")'
                edits.append(insert_after(module, node, line))
            yield place, INFO.fix(source, node, f"the name `{name}`", edits)
    for argument, _ in module.nodes(ast.arg):
        if argument.arg in WORDS:
            name = argument.arg
            new = unreserved_name(name, analysis.project)
            start = source.start(argument)
            edit = Rewrite(start, start + len(name), (new,))
            what = f"the parameter `{name}`, which callers elsewhere have to give as `{new}`"
            yield start, INFO.fix(source, module.statement(argument), what, [edit])


def _words(module: Module, analysis: CoroutineAnalysis) -> Iterator[tuple[int, Finding]]:
    """Yield the names of variables that statements have as words: `global`, `except`, `class`."""
    source = module.source
    in_class = {child for scope in module.classes for child in ast.walk(scope.node)}
    in_class -= {child for each in module.functions for child in ast.walk(each.node)}
    for node in ast.walk(module.node):
        match node:
            case ast.Global() | ast.Nonlocal():
                start, end = bare(module, node)
            case ast.ExceptHandler(type=ast.expr() as kind) if node not in in_class:
                start, end = source.end(kind), source.start(node.body[0])
            case ast.ClassDef(name=name) if name in WORDS and module.parents[node] not in in_class:
                start = source.start(node)
                end = start + len("class") + source.text[start:].index(name)
            case _:
                continue
        for place, word in source.reserved_names:
            if start <= place < end:
                edit = Rewrite(place, place + len(word), (unreserved_name(word, analysis.project),))
                found = INFO.at(source.path, source.place(place), f"the name `{word}`")
                yield place, replace(found, edits=(edit,))
    for node in _exported(module):
        text = repr(unreserved_name(str(node.value), analysis.project))
        edit = Rewrite(*bare(module, node), (text,))
        yield edit.start, INFO.fix(source, node, f"the name {node.value!r} in `__all__`", [edit])


def _exported(module: Module) -> Iterator[ast.Constant]:
    """Yield the names in `__all__` that are reserved."""
    for node, scope in module.nodes(ast.Name):
        if node.id == "__all__" and scope is module:
            for each in ast.walk(module.statement(node)):
                if isinstance(each, ast.Constant) and each.value in tuple(WORDS):
                    yield each


def _stands_in_body(name: ast.Name, module: Module) -> bool:
    """Return whether an assignable name is evaluated where `vars()` is the body of a class."""
    node: ast.AST = name
    while not isinstance(node, ast.stmt):
        parent = module.parents[node]
        if isinstance(parent, _NOT_IN_BODY) or node in getattr(parent, "decorator_list", ()):
            return False
        node = parent
    return not isinstance(node, ast.AnnAssign)


def _given(keyword: ast.keyword, scope: Scope, analysis: CoroutineAnalysis) -> Rewrite:
    module = scope.module
    assert keyword.arg is not None
    call = module.parents[keyword]
    start, end = bare(module, keyword)
    functions = _called(call, scope, analysis.project) if isinstance(call, ast.Call) else []
    if any(keyword.arg in function.bindings for function in functions):
        new = unreserved_name(keyword.arg, analysis.project)
        return Rewrite(start, start + len(keyword.arg), (new,))
    return Rewrite(start, end, (f'**{{"{keyword.arg}": ', span(module, keyword.value), "}"))


def _called(call: ast.Call, scope: Scope, project: Project) -> list[Function]:
    """Return the functions that a call may give its arguments to."""
    classes = [found for found in project.definition(call.func, scope) if found.is_class]
    related = {other for made in classes for other in project.class_hierarchy(made)}
    return [*may_call(call.func, scope, project).functions, *project.methods(related, "__init__")]


def _attribute(
    attribute: ast.Attribute, scope: Scope, analysis: CoroutineAnalysis
) -> Iterator[Rewrite]:
    """Yield what stands for an attribute on every Python; nothing if nothing does."""
    module = scope.module
    name = attribute.attr
    project = analysis.project
    owner_name = project.qualified_name(attribute.value, scope)
    if project.has_module(owner_name) and not project.has_module(f"{owner_name}.{name}"):
        place = _place(attribute, module)
        yield Rewrite(place, place + len(name), (unreserved_name(name, project),))
    elif isinstance(attribute.ctx, ast.Load):
        owner = span(module, attribute.value)
        yield replace_node(module, attribute, "getattr(", owner, f', "{name}")')
    else:
        frame = scope.frame
        is_native = isinstance(frame, Function) and analysis.becomes_async(frame)
        yield from _assigned(attribute, module, is_native=is_native)


def _assigned(attribute: ast.Attribute, module: Module, *, is_native: bool) -> Iterator[Rewrite]:
    """Assign to an attribute by its name; nothing if that is not possible."""
    statement = module.parents[attribute]
    owner, name = span(module, attribute.value), attribute.attr
    if isinstance(statement, ast.Delete) and len(statement.targets) == 1:
        yield replace_statement(module, statement, "delattr(", owner, f', "{name}")')
    if not isinstance(statement, ast.Assign):
        return
    value = statement.value
    if len(statement.targets) == 1:
        awaited = is_native and isinstance(value, ast.YieldFrom)
        given = [span(module, value)] if awaited else as_argument(module, value)
        yield replace_statement(module, statement, "setattr(", owner, f', "{name}", ', *given, ")")
    elif isinstance(value, (ast.Name, ast.Constant)):
        index = statement.targets.index(attribute)
        following = [span(module, node).start for node in (*statement.targets[index + 1 :], value)]
        yield Rewrite(span(module, attribute).start, following[0], ())
        end = module.source.end(statement)
        text = ("; setattr(", owner, f', "{name}", ', span(module, value), ")")
        yield Rewrite(end, end, text)
