"""A test that passes because it never runs.

Found: in a class of `unittest.IsolatedAsyncioTestCase` a test, `asyncSetUp` or `asyncTearDown` that
    is a generator; in any class of unittest a native `setUp` or `tearDown`, and a native test where
    nothing runs one. A pytest fixture or test under `types.coroutine`.
Why: unittest calls it and drops what it returns: the test passes without a step (a
    DeprecationWarning from 3.11). pytest takes such a fixture for one with a clean-up, and gives
    the test None; such a test it skips, and from pytest 8.4 refuses with its whole file.
Fix: `async def` under `unittest.IsolatedAsyncioTestCase`.
Safety: every base of the class has to be known up to unittest, and none may run tests in a way of
    its own; nor may the package have a runner of its own. A class in a function, which is there to
    be run by hand, is left out, and a test under a decorator that is not known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.queries import is_types_coroutine
from off_coroutine.migration.inference.calls import ancestors, decorator_names
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Module, Scope

INFO = RuleInfo(
    __name__,
    why="it is called, what it returns is dropped: it passes and nothing of it has run",
    remedy="make it `async def`, in a class of `unittest.IsolatedAsyncioTestCase`",
)
_WHY_NOT_FIXTURE = "pytest takes it for a fixture with a clean-up, and gives the test None"
_WHY_NOT_TEST = "pytest skips a test that is a generator; from 8.4 the whole file is an error"
_PLAIN = "unittest.TestCase"
_ISOLATED = "unittest.IsolatedAsyncioTestCase"
_AWAITED = ("asyncSetUp", "asyncTearDown")
_CALLED = ("setUp", "tearDown", "setUpClass", "tearDownClass")
# How the names of decorators begin that call what they decorate and hand on what it returns.
_PASSIVE = ("unittest.mock.patch", "mock.patch", "unittest.skip", "unittest.expectedFailure")
# Methods by which a class runs tests in a way of its own.
_OWN_WAYS = (
    "run",
    "__call__",
    "__getattribute__",
    "__init_subclass__",
    "_callTestMethod",
    "_callSetUp",
)


def warn(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    # What asks a test for its method runs tests itself.
    has_runner = any(
        getattr(node.value, "id", "") != "self" and not isinstance(node.ctx, ast.Store)
        for each in analysis.project.modules
        for node, _ in each.attributes("_testMethodName")
    )
    for scope in () if has_runner else module.classes:
        yield from _in_class(scope, analysis)
    for function in module.functions:
        if is_types_coroutine(function, analysis.project):
            is_test = function.name.startswith("test") and function.owner is None
            is_fixture = "pytest.fixture" in decorator_names(function, analysis.project)
            if is_test or is_fixture:
                what = f"`{function.name}` under `types.coroutine`"
                finding = INFO.report(module.source, function.node, what)
                why = _WHY_NOT_FIXTURE if is_fixture else _WHY_NOT_TEST
                yield replace(finding, why=why, remedy="make it `async def`")


def _in_class(scope: Scope, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    family = _family(scope, analysis.project)
    if family is None or not isinstance(scope.outer, Module):
        return
    for function in scope.module.functions:
        if function.outer is scope and _never_runs(function, family, analysis):
            what = f"`{function.name}`, which {family.rpartition('.')[2]} does not run"
            yield INFO.report(scope.module.source, function.node, what)


def _family(scope: Scope, project: Project) -> str | None:
    """Return from which class of unittest a class is derived, if nothing else may run its tests."""
    known, names = ancestors(scope, project)
    if not names or not set(names) <= {_PLAIN, _ISOLATED}:
        return None
    for owner in known:
        assert isinstance(owner.node, ast.ClassDef)
        if owner.node.keywords or owner.node.decorator_list:
            return None
    if any(project.methods(known, name) for name in _OWN_WAYS):
        return None
    return _ISOLATED if _ISOLATED in names else _PLAIN


def _never_runs(function: Function, family: str, analysis: CoroutineAnalysis) -> bool:
    name = function.name
    is_test = name.startswith("test")
    if function.is_native:
        unawaited = name in _CALLED or (is_test and family == _PLAIN)
        return unawaited and _is_bare(function, analysis.project)
    if not function.is_generator or not (is_test or name in (*_AWAITED, *_CALLED)):
        return False
    if is_types_coroutine(function, analysis.project):
        return True
    converted = analysis.becomes_async(function) and family == _ISOLATED and name not in _CALLED
    return _is_bare(function, analysis.project) and not converted


def _is_bare(function: Function, project: Project) -> bool:
    """Return whether no decorator runs a test, of those that are known."""
    return all(name.startswith(_PASSIVE) for name in decorator_names(function, project))
