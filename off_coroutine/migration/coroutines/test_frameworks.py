"""Whether the tests of a class may be coroutines."""

from __future__ import annotations

from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope

_RUNNING = "asynctest."


def runs_coroutines(owner: Scope, project: Project) -> bool:
    """Return whether something runs the tests of a class as coroutines, as it does what sets up."""
    if not owner.is_class:
        return False
    related = project.class_hierarchy(owner)
    if any(_is_of_asynctest(scope, project) for scope in related):
        return True
    around = (m for name in ("setUp", "tearDown") for m in project.methods(related, name))
    return any(method.is_native or _is_decorated(method, project) for method in around)


def _is_of_asynctest(owner: Scope, project: Project) -> bool:
    assert owner.outer is not None
    names = [project.qualified_name(base, owner.outer) for base, _ in project.bases(owner)]
    return any(name.startswith(_RUNNING) for name in names)


def _is_decorated(method: Function, project: Project) -> bool:
    assert method.outer is not None
    return any(project.is_coroutine_decorator(node, method.outer) for node in method.decorators)
