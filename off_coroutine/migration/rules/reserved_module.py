"""A module or an imported name that is called `async` or `await`.

Found: `from package.async import name`, `import package.async`, `from package import async`.
Why: both are keywords from Python 3.7: the file is a syntax error.
Fix: `importlib.import_module("package.async")`, which imports the same module on every Python; a
    name that it binds gets an underscore, `async_`.
Safety: an import of everything, and one that shares its line with something else, are refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.imports import ensure_import
from off_coroutine.migration.rewrite.names import fresh_name, identifiers, unreserved_name
from off_coroutine.migration.rewrite.statements import on_its_own_line, replace_statement
from off_coroutine.migration.rules.moved_name import is_moved
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.legacy_keywords import WORDS

INFO = RuleInfo(
    __name__,
    why="it is a keyword from Python 3.7: the file is a syntax error",
    remedy="import it with `importlib.import_module`",
)
_LONGEST = 60  # names on one line


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    if not module.source.reserved_names:
        return
    statements: list[ast.Import | ast.ImportFrom]
    statements = [node for node, _ in module.nodes(ast.Import)]
    statements += [node for node, _ in module.nodes(ast.ImportFrom) if not is_moved(node)]
    name = "importlib"
    imported = name in identifiers(module)
    if imported and ensure_import(module, name, module.node.body[-1], analysis.project)[1]:
        name, imported = fresh_name(identifiers(module), "_importlib"), False
    imports = "import importlib" + (f" as {name}" if name != "importlib" else "")
    for node in sorted(statements, key=module.source.start):
        if isinstance(node, ast.Import):
            lines = list(_imports(node, name, analysis))
        else:
            lines = list(_imports_from(node, name, module, analysis))
        source = module.source
        what = "an import of what is called `async` or `await`"
        start, end = source.start(node), source.end(node)
        if not any(start <= place < end for place, _ in source.reserved_names):
            continue
        after = source.text[end : source.line_end(end)].strip()
        if not on_its_own_line(module, node) or after.startswith(";"):
            reason, remedy = "it shares its line: the file does not parse", "give it a line"
            yield INFO.refuse(source, node, what, reason, remedy)
        elif "*" in [alias.name for alias in node.names]:
            reason = "it imports everything: the file does not parse"
            yield INFO.refuse(source, node, what, reason, "import each name")
        else:
            if any(f"{name}." in line for line in lines):
                if not imported:
                    lines.insert(0, imports)
                imported = imported or module.parents[node] is module.node
            text = f"{source.newline}{source.indentation(start)}".join(lines)
            yield INFO.fix(source, node, what, [replace_statement(module, node, text)])


def is_reserved(qualified_name: str) -> bool:
    """Return whether a part of a dotted name is a word that is reserved today."""
    return not WORDS.isdisjoint(qualified_name.split("."))


def _imports(node: ast.Import, importlib: str, analysis: CoroutineAnalysis) -> Iterator[str]:
    """Yield the statements that stand for `import`."""
    project = analysis.project
    for alias in node.names:
        first = alias.name.partition(".")[0]
        if not is_reserved(alias.name):
            bound = f" as {unreserved_name(alias.asname, project)}" if alias.asname else ""
            yield f"import {alias.name}{bound}"
        elif alias.asname or alias.name in WORDS:
            bound = unreserved_name(alias.asname or alias.name, project)
            yield f"{bound} = {_module(alias.name, importlib)}"
        else:
            yield f'{unreserved_name(first, project)} = {importlib}.__import__("{alias.name}")'


def _imports_from(
    node: ast.ImportFrom, importlib: str, module: Module, analysis: CoroutineAnalysis
) -> Iterator[str]:
    """Yield the statements that stand for `from ... import`."""
    project = analysis.project
    base = "." * node.level + (node.module or "")
    others = [alias for alias in node.names if not is_reserved(f"{base}.{alias.name}")]
    names = [
        f"{alias.name} as {unreserved_name(alias.asname, project)}" if alias.asname else alias.name
        for alias in others
    ]
    if len(", ".join(names)) < _LONGEST:
        names = [", ".join(names)] if names else []
    yield from (f"from {base} import {name}" for name in names)
    for alias in node.names:
        bound = unreserved_name(alias.asname or alias.name, project)
        if alias in others:
            continue
        if analysis.project.named(f"{module.absolute(node)}.{alias.name}", module).modules:
            qualified_name = f"{base}{alias.name}" if base.endswith(".") else f"{base}.{alias.name}"
            yield f"{bound} = {_module(qualified_name, importlib)}"
        elif not is_reserved(base) and analysis.project.has_module(module.absolute(node), module):
            renamed = unreserved_name(alias.name, project)
            yield f"from {base} import {renamed}" + (f" as {bound}" if bound != renamed else "")
        elif alias.name in WORDS:
            yield f'{bound} = getattr({_module(base, importlib)}, "{alias.name}")'
        else:
            yield f"{bound} = {_module(base, importlib)}.{alias.name}"


def _module(name: str, importlib: str) -> str:
    package = ", __package__" if name.startswith(".") else ""
    return f'{importlib}.import_module("{name}"{package})'
