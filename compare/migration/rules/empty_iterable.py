"""An empty tuple or list to delegate to.

Found: `return ()` or `return []` in a plain function that coroutines delegate to, and
    `return_value = ()` of a mock in its place; also where a coroutine delegates to what may be
    that, such as `yield from waiter or ()`.
Why: `yield from ()` waits for nothing, `await ()` raises TypeError.
Fix: an empty tuple that can also be awaited, defined in the module.
Safety: a function that may be iterated over by its name keeps its tuple.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from compare.migration.calls import alternatives, values
from compare.migration.coroutines import Coroutines
from compare.migration.edits import Edit
from compare.migration.evidence import is_empty, last_name
from compare.migration.findings import Finding, Kind
from compare.migration.module import Module
from compare.migration.rewriting import new_definition

KIND = Kind(
    __name__,
    why="`await ()` raises TypeError, `yield from ()` waited for nothing",
    remedy="return an awaitable",
)
_DEFINITION = '''\
class _Nothing(tuple):
    """The empty tuple, which can also be awaited: there is nothing to wait for."""

    def __await__(self):
        return iter(self)
'''


def find(module: Module, coroutines: Coroutines) -> Iterator[Finding]:
    source = module.source
    found = (_returned, _delegated, _mocked)
    for value in dict.fromkeys(value for of in found for value in of(module, coroutines)):
        edits = [Edit(source.start(value), source.end(value), "_Nothing()")]
        if "_Nothing" not in module.bindings:
            edits.append(new_definition(module, _DEFINITION))
        yield KIND.converted(source, value, "an empty iterable to delegate to", edits)


def _returned(module: Module, coroutines: Coroutines) -> Iterator[ast.expr]:
    for function in module.functions:
        if not function.is_generator and coroutines.is_awaited(function):
            for node in function.returns:
                if node.value is not None:
                    yield from filter(is_empty, alternatives(node.value))


def _delegated(module: Module, coroutines: Coroutines) -> Iterator[ast.expr]:
    for function in filter(coroutines.converts, module.functions):
        for node in function.delegations:
            direct = list(alternatives(node.value))
            for value in filter(is_empty, values(node.value, function)):
                # A list that has a name may be filled; what is always empty goes altogether.
                kept = isinstance(value, ast.List) and value not in direct
                if not kept and value is not node.value:
                    yield value


def _mocked(module: Module, coroutines: Coroutines) -> Iterator[ast.expr]:
    for node, _ in module.nodes(ast.Assign):
        target = node.targets[0]
        if not isinstance(target, ast.Attribute) or target.attr != "return_value":
            continue
        if last_name(target.value) in coroutines.awaited_names and is_empty(node.value):
            yield node.value
