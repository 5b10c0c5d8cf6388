"""The arrows between the rooms of the house: who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOL = "off_coroutine"
SHARED = {"shared"}
LAYERS = ("source", "semantics", "inference", "coroutines", "rewrite", "rules", "report")

# Room -> the rooms whose modules it may import, beside its own. What no line allows is refused.
ALLOWED = {
    "shared": set[str](),
    "engine": set[str](),
    "proof": SHARED | {"engine"},
    "source": SHARED,
    "semantics": SHARED | {"source"},
    "inference": {"source", "semantics"},
    "coroutines": {"source", "semantics", "inference"},
    "rewrite": {"source", "semantics"},
    "rules": {"source", "semantics", "inference", "coroutines", "rewrite"},
    "report": SHARED | {"source", "semantics", "coroutines", "rewrite", "rules"},
    "commands": SHARED | {*LAYERS, "proof"},
    "cli": SHARED | {"api"},
    "api": {"engine", "proof"},
}


def room(module: str) -> str:
    """Return the room that a module of the tool stands in."""
    _, *parts = module.split(".")
    if parts[:1] == ["migration"]:
        return parts[1] if parts[1:] and parts[1] in LAYERS else "commands"
    if parts[:1] in (["engine"], ["proof"]):
        return parts[0]
    if not parts:
        return "api"
    return "cli" if parts[0] in ("cli", "__main__") else "shared"


def imports(path: Path, *, at_run_time: bool = False) -> Iterator[str]:
    """Yield the full names of what a file imports, wherever it does so."""
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if at_run_time and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        pending += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> dict[str, Path]:
    """Return the modules of the tool by name."""
    files = (ROOT / TOOL).rglob("*.py")
    parts = {file: file.relative_to(ROOT).with_suffix("").parts for file in files}
    return {".".join(p for p in parts if p != "__init__"): file for file, parts in parts.items()}


MODULES = modules()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_rooms_below_it(module: str) -> None:
    mine = room(module)
    imported = {name for name in imports(MODULES[module]) if name in MODULES}
    wrong = {name for name in imported if room(name) not in ALLOWED[mine] | {mine, "api"}}
    assert not {name for name in wrong if name != TOOL}


@pytest.mark.parametrize("module", MODULES)
def test_the_tool_knows_nothing_of_the_repository_around_it(module: str) -> None:
    roots = {name.partition(".")[0] for name in imports(MODULES[module])}
    assert not roots & {"compare", "modern", "legacy_style", "tests"}


def test_imports_at_run_time_form_no_circle() -> None:
    edges = {
        module: {
            name for name in imports(file, at_run_time=True) if name in MODULES and name != module
        }
        for module, file in MODULES.items()
    }
    for package in [name for name, file in MODULES.items() if file.name == "__init__.py"]:
        for module, imported in edges.items():
            if module.startswith(f"{package}."):
                imported.discard(package)  # a package is imported before what is in it
    done: set[str] = set()
    while ready := {name for name, needs in edges.items() if name not in done and needs <= done}:
        done |= ready
    assert not edges.keys() - done
