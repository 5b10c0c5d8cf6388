"""Which modules of a package are about asyncio, by what they import."""

from __future__ import annotations

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Module

_PREFIXES = ("asyncio", "aio", "asynctest")  # aiohttp, aiosmtpd, asyncio_mqtt, ...


class ImportGraph:
    """Which modules import asyncio, a library on it, or a module that does.

    Those of Twisted, whose generators wait for what is its own, have to import it themselves.
    """

    def __init__(self, project: Project) -> None:
        names = {module: set(module.imported) for module in project.modules}
        self._imported = {
            module: {imported for name in found for imported in project.modules_named(name, module)}
            for module, found in names.items()
        }
        self._direct = {
            module
            for module, found in names.items()
            if any(name.startswith(_PREFIXES) for name in found)
        }

    def modules(self, also: set[Module]) -> set[Module]:
        """Return the modules, if those of `also` come to import asyncio too."""
        direct = self._direct | also
        others = {
            module
            for module, imported in self._imported.items()
            if not imported.isdisjoint(direct) and not imports(module, "twisted")
        }
        return direct | others


def imports(module: Module, *roots: str) -> bool:
    """Return whether a module imports one of some packages, or something of it."""
    return any(name.partition(".")[0] in roots for name in module.imported)
