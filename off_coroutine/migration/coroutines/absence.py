"""Why a function is no coroutine, as far as the analysis knows."""

from __future__ import annotations

from collections.abc import Iterator

from off_coroutine.migration.coroutines import seeds
from off_coroutine.migration.coroutines.membership import Membership
from off_coroutine.migration.coroutines.reasons import Reason
from off_coroutine.migration.semantics.scopes import Function


def absence(function: Function, membership: Membership) -> list[Reason]:
    """Return why a function is no member: evidence against it, or what evidence there is not."""
    facts = membership.facts
    module = function.module
    if function in membership.members:
        return []
    if function.is_native:
        return [Reason("is an asynchronous generator", function.yields[0], module)]
    if not function.is_generator:
        return [
            Reason("is a plain function: it neither yields nor delegates", function.node, module)
        ]
    against = list(seeds.evidence_against(function, facts.project))
    if (driven := facts.iterated.get(function)) is not None:
        against.append(driven)
    if against:
        return against
    if function in facts.perhaps_iterated:
        what = "has the name of a method whose result is iterated over"
        against.append(Reason(what, function.node, module))
    against += _delegating_elsewhere(function, membership)
    if module not in facts.import_graph.modules({f.module for f in membership.members if f.yields}):
        against.append(
            Reason("stands in a module that is not about asyncio", function.node, module)
        )
    nothing = Reason("is shown to be a coroutine by nothing", function.node, module)
    return against or [nothing]


def _delegating_elsewhere(function: Function, membership: Membership) -> Iterator[Reason]:
    for node, found in membership.delegations(function):
        others = [f for f in found.functions if f not in membership.members]
        if others:
            what = f"delegates to `{others[0].name}`, which is no coroutine"
            yield Reason(what, node, function.module, others[0])
        elif not found.functions:
            yield Reason("delegates to something that is not known", node, function.module)
