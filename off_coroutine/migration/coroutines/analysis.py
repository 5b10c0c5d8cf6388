"""Which functions of a package are coroutines, and which of them become native ones."""

from __future__ import annotations

import ast
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial

from off_coroutine.migration.coroutines import seeds
from off_coroutine.migration.coroutines.facts import facts_of
from off_coroutine.migration.coroutines.membership import Membership
from off_coroutine.migration.coroutines.reasons import NOTHING_REFUSED, Blocker, Refused
from off_coroutine.migration.coroutines.suspending import (
    is_unknown,
    may_delegate_to_any,
    suspending_generators,
)
from off_coroutine.migration.inference.callees import Callees, may_escape
from off_coroutine.migration.inference.narrowing import is_narrowed_to_awaitable
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function
from off_coroutine.migration.semantics.syntax import is_nothing, last_name

__all__ = ["OLDEST", "BlockerFinder", "CoroutineAnalysis", "Membership"]

OLDEST = (3, 5)  # the first Python with native coroutines

BlockerFinder = Callable[[Function, Membership], Iterator[Blocker]]
# What `.__await__()` can be written behind without parentheses.
_TOGETHER = "convert both by hand, together"
_PRIMARIES = (ast.Call, ast.Name, ast.Attribute, ast.Subscript)


class CoroutineAnalysis(Membership):
    """The decisions about the functions of a package, which hang together.

    Attributes:
        target: the oldest Python that the result has to run on.
        blocked: coroutines that stay as they are, with the reason.
    """

    def __init__(
        self,
        project: Project,
        finders: Iterable[BlockerFinder] = (),
        target: tuple[int, int] = OLDEST,
        refused: Refused = NOTHING_REFUSED,
    ) -> None:
        super().__init__(facts_of(project))
        self.target = target
        self._refused = refused
        own = _own_blockers(tuple(finders), Membership(self.facts, self.reasons), refused)
        self.blocked = _propagate_blockers(own, self, refused)

    def becomes_async(self, function: Function) -> bool:
        """Return whether a function is a legacy coroutine that becomes a native one."""
        return self.will_be_async(function) and not function.is_native

    def will_be_async(self, function: Function) -> bool:
        """Return whether a function is a native coroutine once all is done."""
        return function in self.members and function not in self.blocked

    def is_awaited(self, function: Function) -> bool:
        """Return whether what becomes native awaits what a function returns, whatever that is."""
        return function in self._awaited

    @property
    def are_asked_for(self) -> bool:  # whether asyncio is asked for coroutine functions
        return self.facts.are_asked_for

    @cached_property
    def _awaited(self) -> set[Function]:
        return {
            target
            for function in filter(self.becomes_async, self.members)
            for each in self.facts.delegations.get(function, ())
            if not is_narrowed_to_awaitable(each.node, function.module)
            for target in (*each.called.functions, *each.reached.functions)
        }

    @cached_property
    def awaited_generators(self) -> set[Function]:
        """The generators that coroutines which become native delegate to, or may delegate to."""
        delegating = list(filter(self.becomes_async, self.members))
        found = {
            target
            for function in delegating
            for _, callees in self.delegations(function)
            for target in callees.bound
            if self.is_plain_generator(target)
        }
        suspending = suspending_generators(self) if delegating else []
        if suspending and not any(may_delegate_to_any(each, self) for each in delegating):
            suspending = [each for each in suspending if may_escape(each, self.project)]
        return found.union(suspending)

    @cached_property
    def names_called(self) -> set[str]:
        """The full names of what coroutines that become native call elsewhere."""
        return {
            self.project.qualified_name(call.func, scope)
            for module in self.project.modules
            for call, scope in module.nodes(ast.Call)
            if isinstance(scope.frame, Function) and self.becomes_async(scope.frame)
        }

    @cached_property
    def awaited_names(self) -> set[str]:
        """The names of what coroutines that become native delegate to."""
        values = (
            node.value
            for function in filter(self.becomes_async, self.members)
            for node in function.delegations
        )
        called = (value.func if isinstance(value, ast.Call) else value for value in values)
        return {last_name(value) for value in called} - {""}

    def stays_plain(self, function: Function) -> bool:
        """Return whether a function stays a generator that cannot delegate to native coroutines."""
        return _stays_plain(function, self, self.blocked, self._refused)

    def may_be_driven(self, function: Function) -> bool:
        """Return whether something may take what a refused coroutine returns for a generator."""
        return (
            function in self.facts.iterated
            or function in self.facts.perhaps_iterated
            or function in self._beside_plain
            or any(not is_nothing(node.value) for node in function.yields)
        )

    @cached_property
    def _beside_plain(self) -> set[Function]:
        return {
            target
            for function in filter(self.stays_plain, self.facts.delegations)
            for _, found in self.delegations(function)
            for target in found.functions
        }

    def asks_for_iterator(self, node: ast.YieldFrom, found: Callees) -> bool:
        """Return whether a generator can delegate to `.__await__()` of what it delegates to."""
        return _is_exact(node, found) and all(map(self.will_be_async, found.functions))


def _own_blockers(
    finders: tuple[BlockerFinder, ...], membership: Membership, refused: Refused
) -> dict[Function, Blocker]:
    """Return what keeps members from becoming native, each for itself."""
    found = {}
    for function in membership.members:
        if function in refused.blocked:
            found[function] = refused.blocked[function]
        elif not function.is_native:
            blockers = (blocker for find in finders for blocker in find(function, membership))
            beside = _beside_untouched(function, membership, refused)
            if blocker := next(itertools.chain(blockers, beside), None):
                found[function] = blocker
    return found


def _beside_untouched(
    function: Function, membership: Membership, refused: Refused
) -> Iterator[Blocker]:
    """Yield where a function delegates to a generator that nothing native can await."""
    for node, found in membership.delegations(function):
        for target in found.functions:
            if _is_untouched(target, membership, refused):
                reason = f"`{target.name}`, which it delegates to, stays a generator"
                yield Blocker(node, reason, _TOGETHER, target)


def _is_untouched(function: Function, membership: Membership, refused: Refused) -> bool:
    return function in refused.untouched and function not in membership.decorated


def _is_exact(node: ast.YieldFrom, found: Callees) -> bool:
    """Return whether `.__await__()` stands for all that a generator delegates to at a place."""
    return found.exact and bool(found.functions) and isinstance(node.value, _PRIMARIES)


def _stays_plain(
    function: Function,
    membership: Membership,
    blocked: Mapping[Function, Blocker],
    refused: Refused,
) -> bool:
    if function in membership.members:  # refused ones stand under `types.coroutine`, but these
        undecorated = function in blocked and function not in membership.decorated
        stays = function.name in AWAITABLE or _is_untouched(function, membership, refused)
        return undecorated and stays
    return not seeds.may_delegate_to_native(function, membership.project)


def _propagate_blockers(
    own: dict[Function, Blocker], membership: Membership, refused: Refused
) -> dict[Function, Blocker]:
    """Refuse what cannot be native beside a generator that stays one.

    A function that has just been blocked is looked at once: with its own delegations, if it stays
    a generator now, and with those of the generators that asked for its `.__await__()`.
    """
    blocked = dict(own)
    escaping = cache(partial(_escaping, membership))
    asking: defaultdict[Function, list[Function]] = defaultdict(list)
    stays_plain = partial(_stays_plain, membership=membership, blocked=blocked, refused=refused)
    plain = [f for f in membership.facts.delegations if stays_plain(f)]
    pending = list(plain)
    while pending:
        function = pending.pop()
        for node, found in membership.delegations(function):
            legacy = [f for f in found.bound if f in membership.members and not f.is_native]
            if _is_exact(node, found) and all(
                target in membership.members and target not in blocked for target in found.functions
            ):
                for target in found.functions:
                    asking[target].append(function)
                continue
            what = "delegates to it"
            is_open = found.open or is_unknown(node, found, function, membership)
            if is_open and gives_values(function, membership):
                what = "may delegate to it"
                around = function.module, function.outer
                # A method, or one that is further away, has its name from many: it takes more.
                beside = (f for f in escaping() if f.outer in around and not f.owner)
                legacy += escaping() if found.open else beside
            for target in legacy:
                if target not in blocked:
                    reason = f"`{function.name}`, a generator, {what}"
                    blocked[target] = Blocker(node, reason, _TOGETHER, function)
                    pending += asking.pop(target, ())
                    delegates = target in membership.facts.delegations
                    if delegates and stays_plain(target):
                        pending.append(target)
    return blocked


def gives_values(function: Function, membership: Membership) -> bool:
    """Return whether a generator certainly is one: it yields values, or is driven by hand."""
    return function in membership.facts.iterated or any(
        not is_nothing(node.value) for node in function.yields
    )


def _escaping(membership: Membership) -> list[Function]:
    """Return the legacy coroutines that a call may reach of which nothing is known."""
    return [
        function
        for function in membership.members
        if not function.is_native and may_escape(function, membership.project)
    ]
