"""What a program asks of its interpreter, read off its source.

Read inside old interpreters too, so this keeps to what Python 3.6 reads.
"""

import ast
import builtins
import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Dict, Iterator, List, Set

from compare.styles import PACKAGES

ROOT = Path(__file__).parent.parent.parent
HOUSE = {"compare", "legacy_style", "modern"}


def packages(program: str) -> List[str]:
    """Return the packages beyond the standard library that a program imports."""
    imported = set(_modules(_tree(program, "modern")))
    tops = {module.partition(".")[0] for module in imported}
    return sorted(tops - sys.stdlib_module_names - HOUSE)


def lacking(program: str, style: str) -> str:
    """Return what this interpreter lacks to run a program, such as "asyncio.run".

    The empty text if it lacks nothing; of what it cannot read, file and line.
    What modern programs lack came with later versions; the other styles have to
    run in all, unless a whole module is not there. Methods are not looked for:
    whose they are only a run can tell.
    """
    try:
        tree = _tree(program, style)
        modules = {name: importlib.import_module(name) for name in _modules(tree)}
    except SyntaxError as error:
        return f"syntax of {error.filename}:{error.lineno}"
    except ModuleNotFoundError as error:
        return str(error.name)
    return next(_names_lacking(tree, modules), "") if style == "modern" else ""


def _names_lacking(tree: ast.Module, modules: Dict[str, ModuleType]) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    packages_of_modules = {name.partition(".")[0] for name in modules}
    known = set(dir(builtins)).union(packages_of_modules, *map(_bound, nodes))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                if not hasattr(modules[node.module], alias.name):
                    yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module is not None and not hasattr(module, node.attr):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id not in known:
            yield node.id


def _tree(program: str, style: str) -> ast.Module:
    path = "{}/{}.py".format(PACKAGES[style].replace(".", "/"), program)
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), path)


def _modules(tree: ast.Module) -> Iterator[str]:
    """Give the modules that a program imports, but for those that only start it."""
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.name
        elif isinstance(statement, ast.ImportFrom):
            yield str(statement.module)


def _bound(node: ast.AST) -> Set[str]:
    """Return the names that a node gives a meaning, and perhaps others."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return set()
    return {value for _, value in ast.iter_fields(node) if isinstance(value, str)}
