"""An empty tuple or list to delegate to.

Found: `return ()` or `return []` in a plain function that coroutines delegate to, or that is the
    `side_effect` of a mock in its place, and `return_value = ()` of such a mock; also where a
    coroutine delegates to what may be that, such as `yield from waiter or ()`.
Why: `yield from ()` waits for nothing, `await ()` raises TypeError.
Fix: an empty tuple that can also be awaited, defined in the module.
Safety: a function that may be iterated over by its name keeps its tuple, and so does one whose
    result is asked first whether it is a coroutine, or is anything at all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.awaitability import Answer, awaitable
from off_coroutine.migration.inference.callees import alternatives, values
from off_coroutine.migration.inference.narrowing import is_narrowed_to_awaitable
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.helper_texts import NOTHING
from off_coroutine.migration.rewrite.helpers import use_helper
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.semantics.scopes import Function, Module, Scope
from off_coroutine.migration.semantics.syntax import is_empty, last_name

INFO = RuleInfo(
    __name__,
    why="`await ()` raises TypeError, `yield from ()` waited for nothing",
    remedy="return an awaitable",
)


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    found = (_returned, _delegated, _mocked)
    values = dict.fromkeys(value for of in found for value in of(module, analysis))
    first = min(map(source.start, values), default=0)
    for value in values:
        name, defined = use_helper(NOTHING, module, analysis.project, first)
        edits = [*defined, replace_node(module, value, f"{name}()")]
        yield INFO.fix(source, value, "an empty iterable to delegate to", edits)


def _returned(module: Module, analysis: CoroutineAnalysis) -> Iterator[ast.expr]:
    stand_ins = _stand_ins(module, analysis)
    for function in module.functions:
        if function.is_generator:
            continue
        awaited = analysis.is_awaited(function) or function in stand_ins
        if awaited and not _gives_values(function, analysis):
            for node in function.returns:
                if node.value is not None:
                    yield from filter(is_empty, alternatives(node.value))


def _gives_values(function: Function, analysis: CoroutineAnalysis) -> bool:
    """Return whether a function also returns what nobody can delegate to, such as None."""
    values = [
        value
        for node in function.returns
        for value in alternatives(node.value or ast.Constant(None))
        if not is_empty(value)
    ]
    return any(awaitable(value, function, analysis) is Answer.NO for value in values)


def _delegated(module: Module, analysis: CoroutineAnalysis) -> Iterator[ast.expr]:
    for function in filter(analysis.becomes_async, module.delegating):
        for node in function.delegations:
            direct = list(alternatives(node.value))
            for value in filter(is_empty, values(node.value, function)):
                # A list that has a name may be filled; what is always empty goes altogether.
                kept = isinstance(value, ast.List) and value not in direct
                if (
                    not kept
                    and value is not node.value
                    and not is_narrowed_to_awaitable(node, module)
                ):
                    yield value


def _stand_ins(module: Module, analysis: CoroutineAnalysis) -> list[Scope]:
    """Return the functions that a mock of what coroutines delegate to calls."""
    set_ = _set_on_mocks("side_effect", module, analysis)
    return [found for value, scope in set_ for found in analysis.project.definition(value, scope)]


def _mocked(module: Module, analysis: CoroutineAnalysis) -> Iterator[ast.expr]:
    for value, _ in _set_on_mocks("return_value", module, analysis):
        if is_empty(value):
            yield value


def _set_on_mocks(
    name: str, module: Module, analysis: CoroutineAnalysis
) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield what an attribute is set to of something with the name of what is delegated to."""
    for target, scope in module.attributes(name):
        node = module.parents[target]
        if not isinstance(node, ast.Assign) or target is not node.targets[0]:
            continue
        if last_name(target.value) in analysis.awaited_names:
            yield node.value, scope
