"""Which modules of a project an import means, and what their star imports bring."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from off_coroutine.migration.semantics.asyncio_api import STAR_NAMES
from off_coroutine.migration.semantics.name_index import NameIndex
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.source.source_file import Source

_INIT = "__init__.py"


class ModuleTable:
    """The modules of a project, known by their paths.

    Two files may have one name: a script of each of two folders, tests of several packages. An
    import is that of a module in the importing file's own root: the folder of a script, or the one
    that its outermost package stands in. If there is none, every module of the name may be meant.

    Args:
        known: modules of another table, which are taken over where nothing has changed.

    Attributes:
        modules: in the order of their paths.
    """

    def __init__(self, sources: Iterable[Source], known: Iterable[Module] = ()) -> None:
        sources = sorted(sources, key=lambda source: source.path)
        packages = {source.path[: -len(_INIT)] for source in sources if _file(source.path) == _INIT}
        # What a star import brings depends on other modules; the rest of one on its text alone.
        same = {module.source: module for module in known if "*" not in module.bindings}
        self.modules = []
        for source in sources:
            module, name = same.get(source), _module_name(source.path, packages)
            is_same = module is not None and module.name == name
            self.modules.append(module if module and is_same else Module(source, name))
        self._by_path: dict[str, Module] = {}
        self._by_name: NameIndex[Module] = NameIndex()
        self._roots: dict[Module, str] = {}
        self._folders: set[str] = set()
        for module in self.modules:
            parts = _parts(module.source.path)
            key = "/".join(parts)
            if key not in self._by_path or module.is_package:  # as Python prefers it
                self._by_path[key] = module
            inside = module.name.count(".") + 1 if module.name else 0
            root = parts[: len(parts) - inside]
            self._roots[module] = "".join(f"{part}/" for part in root)
            for length in range(len(root) + 1):
                self._by_name.add(".".join(parts[length:]), module)
            self._folders.update("/".join(parts[:length]) for length in range(1, len(parts)))
        _expand_stars(self)

    def named(self, name: str, importer: Module | None = None) -> list[Module]:
        """Return the modules one of which a full name means; empty if it is of elsewhere."""
        if not name:
            return []  # the package in the current folder, whose name is not known
        if importer is not None:
            own = self._by_path.get(self._roots[importer] + name.replace(".", "/"))
            if own is not None:
                return [own]
        return self._by_name[name]

    def submodule(self, package: Module, name: str) -> Module | str | None:
        """Return a module of a package, or the full name of a folder in it without a module."""
        if not package.is_package:
            return None
        key = "/".join([*_parts(package.source.path), name])
        found = self._by_path.get(key)
        if found is None and key in self._folders:
            return f"{package.name}.{name}"
        return found


def _expand_stars(table: ModuleTable) -> None:
    """Add what star imports bring to the bindings of modules, through one another and in circles.

    A star import from elsewhere may bind any name: that of everything above it, and those that
    nothing else in the module binds.
    """
    importing = [module for module in table.modules if "*" in module.bindings]
    stars = {module: list(_stars(module)) for module in importing}
    dependents: defaultdict[Module, list[Module]] = defaultdict(list)
    for module in importing:
        for _, base in stars[module]:
            for target in table.named(base, module):
                dependents[target].append(module)
    brought = {module: set[str]() for module in importing}
    pending = dict.fromkeys(importing)
    while pending:
        module, _ = pending.popitem()
        size, was_unknown = len(brought[module]), module.has_unknown_names
        for star, base in stars[module]:
            names, is_known = _public_names(base, module, table)
            for name in sorted(names - brought[module]):
                brought[module].add(name)
                if not _is_bound_below(name, star, module):
                    module.bind(name, f"{base}.{name}", star)
            if not is_known and not module.has_unknown_names:
                module.has_unknown_names = True
                _may_rebind(star, module)
        if len(brought[module]) > size or module.has_unknown_names != was_unknown:
            pending.update(dict.fromkeys(dependents[module]))


def _stars(module: Module) -> Iterator[tuple[ast.alias, str]]:
    for value, site in zip(module.bindings["*"], module.sites["*"], strict=True):
        if isinstance(value, str) and isinstance(site, ast.alias):
            yield site, value.removesuffix("*").removesuffix(".")


def _public_names(base: str, importer: Module, table: ModuleTable) -> tuple[set[str], bool]:
    """Return what a star import of a module brings, and whether that is all."""
    modules = table.named(base, importer)
    if not modules:
        return (set(STAR_NAMES), True) if base == "asyncio" else (set(), False)
    names: set[str] = set()
    is_known = True
    for module in modules:
        listed = _listed(module, module, table)
        if listed is not None:
            names |= listed
            continue
        names |= {name for name in module.bindings if name[0] != "_" and name != "*"}
        is_known &= not module.has_unknown_names and "__all__" not in module.bindings
    return names, is_known


def _listed(module: Module, importer: Module, table: ModuleTable) -> set[str] | None:
    """Return the names in `__all__`; None if there is none, or it is not all literal."""
    if "__all__" not in module.bindings or module.has_unknown_names:
        return None
    names: set[str] = set()
    for node, scope in module.names("__all__"):
        statement = module.parents[node]
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            parts = _summands(statement.value) if statement.value else []
            for part in parts:
                if not isinstance(part, (ast.List, ast.Tuple)):
                    return None
                for element in part.elts:
                    if not (isinstance(element, ast.Constant) and isinstance(element.value, str)):
                        return None
                    names.add(element.value)
        elif scope is module:
            return None  # it is appended to, or given away
    return names


def _summands(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return [*_summands(value.left), *_summands(value.right)]
    return [value]


def _is_bound_below(name: str, star: ast.alias, module: Module) -> bool:
    """Return whether a name is bound anew, whatever happens, after a star import brought it."""
    return name in module.bindings and any(
        not is_conditional and getattr(node, "lineno", 0) > star.lineno
        for node, is_conditional in module.binding_sites(name)
    )


def _may_rebind(star: ast.alias, module: Module) -> None:
    for name in list(module.bindings):
        if name != "*" and not _is_bound_below(name, star, module):
            module.bind(name, None, star)


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _parts(path: str) -> list[str]:
    """Return the folders and the name of a module, or of a package, by its path."""
    *folders, file = path.split("/")
    return folders if file == _INIT else [*folders, file.removesuffix(".py")]


def _module_name(path: str, packages: set[str]) -> str:
    """Return the name under which a module is imported: from its outermost package on."""
    *folders, file = path.split("/")
    parts = [] if file == _INIT else [file.removesuffix(".py")]
    while folders and "/".join(folders) + "/" in packages:
        parts.insert(0, folders.pop())
    return ".".join(parts)
