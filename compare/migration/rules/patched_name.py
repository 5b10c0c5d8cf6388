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

from compare.migration.calls import of_mock
from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module

KIND = Kind(
    __name__,
    why="asyncio has no `async` from Python 3.7",
    remedy="patch `ensure_future`",
)
_OLD, _NEW = "asyncio.async", "asyncio.ensure_future"


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    package = coroutines.package
    for call, scope in module.nodes(ast.Call):
        match call.args:
            case [ast.Constant(value=str(name)) as target, *_] if name.endswith(_OLD):
                written = source.segment(target)
                full_name = name.replace("__main__", module.name)
                patches = of_mock(call.func, scope, package) == "patch" and _OLD in written
                if patches and package.meaning(full_name) == _OLD:
                    start = source.start(target) + written.rindex(_OLD)
                    edit = Edit(start, start + len(_OLD), _NEW)
                    yield KIND.converted(source, target, f"a patch of `{name}`", [edit])
