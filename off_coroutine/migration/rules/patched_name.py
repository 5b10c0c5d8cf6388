"""A name of asyncio in a string that is to be patched.

Found: `mock.patch("package.asyncio.async")`.
Why: what is patched has another name today: the patch fails (AttributeError), or misses what the
    migrated code calls.
Fix: `"package.asyncio.ensure_future"`.
Safety: the string has to name asyncio through the modules of the package.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.inference.callees import of_mock
from off_coroutine.migration.rewrite.edits import Rewrite
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.semantics.scopes import Module

INFO = RuleInfo(
    __name__,
    why="asyncio has no `async` from Python 3.7",
    remedy="patch `ensure_future`",
)
_OLD, _NEW = "asyncio.async", "asyncio.ensure_future"


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    project = analysis.project
    for call, scope in module.calls(*project.spellings("patch")):
        match call.args:
            case [ast.Constant(value=str(name)) as target, *_] if name.endswith(_OLD):
                written = source.segment(target)
                qualified_name = name.replace("__main__", module.name)
                patches = of_mock(call.func, scope, project) == "patch" and _OLD in written
                if patches and project.canonical_name(qualified_name, module) == _OLD:
                    start = source.start(target) + written.rindex(_OLD)
                    edit = Rewrite(start, start + len(_OLD), (_NEW,))
                    yield INFO.fix(source, target, f"a patch of `{name}`", [edit])
