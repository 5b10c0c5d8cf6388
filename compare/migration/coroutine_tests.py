"""Whether the tests of a class may be coroutines."""

from __future__ import annotations

from compare.migration.module import Function, Scope
from compare.migration.package import Package

_RUNNING = "asynctest."


def runs_coroutines(owner: Scope, package: Package) -> bool:
    """Return whether something runs the tests of a class as coroutines, as it does what sets up."""
    if not owner.is_class:
        return False
    related = package.related(owner)
    if any(_is_of_asynctest(scope, package) for scope in related):
        return True
    around = (m for name in ("setUp", "tearDown") for m in package.methods(related, name))
    return any(method.is_native or _is_decorated(method, package) for method in around)


def _is_of_asynctest(owner: Scope, package: Package) -> bool:
    assert owner.outer is not None
    names = [package.full_name(base, owner.outer) for base, _ in package.bases(owner)]
    return any(name.startswith(_RUNNING) for name in names)


def _is_decorated(method: Function, package: Package) -> bool:
    assert method.outer is not None
    return any(package.is_coroutine_decorator(node, method.outer) for node in method.decorators)
