"""Which functions of a package are coroutines, and which of them become native ones."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from compare.migration import evidence
from compare.migration.about_asyncio import AboutAsyncio
from compare.migration.awaited_objects import gives_awaitable
from compare.migration.calls import Targets, delegated
from compare.migration.module import Function
from compare.migration.names import AWAITABLE, AWAITABLE_GENERATOR
from compare.migration.package import Package
from compare.migration.questions import is_something

OLDEST = (3, 5)  # the first Python with native coroutines


class Obstacle(NamedTuple):
    """Why a coroutine cannot become a native one.

    Attributes:
        node: where.
        reason: what is in the way.
        remedy: what a person can do about it.
    """

    node: ast.AST
    reason: str
    remedy: str


class Coroutines:
    """The decisions about the functions of a package, which hang together.

    Attributes:
        package: whose functions they are.
        target: the oldest Python that the result has to run on.
        decorated: each decorated coroutine with its decorator.
        found: every coroutine: native, decorated, or an undecorated generator used as one.
        iterated: functions whose result is driven by hand, with the place.
        refused: coroutines that stay as they are, with the reason.
    """

    def __init__(
        self,
        package: Package,
        finders: Iterable[ObstacleFinder] = (),
        target: tuple[int, int] = OLDEST,
    ) -> None:
        self.package = package
        self.target = target
        self.decorated: dict[Function, ast.expr] = {}
        self.found: set[Function] = set()
        self.refused: dict[Function, Obstacle] = {}
        self.iterated, self._perhaps_iterated = evidence.iterated(package)
        self._delegations: dict[Function, list[tuple[ast.YieldFrom, Targets]]] = {}
        self._grow(self._classify())
        self._refuse(tuple(finders))
        self._spread_refusals()

    def converts(self, function: Function) -> bool:
        """Return whether a function is a legacy coroutine that becomes a native one."""
        return self.is_native(function) and not function.is_native

    def is_native(self, function: Function) -> bool:
        """Return whether a function is a native coroutine once all is done."""
        return function in self.found and function not in self.refused

    def delegations(self, function: Function) -> list[tuple[ast.YieldFrom, Targets]]:
        """Return each `yield from` of a function with what it may delegate to."""
        return self._delegations.get(function, [])

    def is_awaited(self, function: Function) -> bool:
        """Return whether what becomes native awaits what a function returns, whatever that is."""
        return function in self._awaited

    @cached_property
    def are_asked_for(self) -> bool:
        """Whether the package asks asyncio which functions are coroutine functions."""
        return evidence.asks_for_coroutine_functions(self.package)

    @cached_property
    def _awaited(self) -> set[Function]:
        return {
            target
            for function in filter(self.converts, self.found)
            for node, found in self.delegations(function)
            if not is_something(node, function.module)
            for target in found.functions
        }

    @cached_property
    def awaited_generators(self) -> set[Function]:
        """The generators that coroutines which become native certainly delegate to."""
        return {
            target
            for function in filter(self.converts, self.found)
            for _, found in self.delegations(function)
            for target in found.functions
            if found.certain and self.is_plain_generator(target)
        }

    @cached_property
    def awaited_names(self) -> set[str]:
        """The names of what coroutines that become native delegate to."""
        values = (
            node.value
            for function in filter(self.converts, self.found)
            for node in function.delegations
        )
        called = (value.func if isinstance(value, ast.Call) else value for value in values)
        return {evidence.last_name(value) for value in called} - {""}

    def _classify(self) -> set[Function]:
        """Find the coroutines that are so by what stands above them; return those that may be."""
        candidates = set()
        for module in self.package.modules:
            for function in module.functions:
                if function.delegations:
                    self._delegations[function] = list(delegated(function, self.package))
                if function.is_native:
                    if not function.yields:  # else it is iterated over, as its overrides are
                        self.found.add(function)
                elif decorator := self._decorator(function):
                    self.decorated[function] = decorator
                    if function.name != "__aiter__" or function.is_generator:
                        self.found.add(function)
                elif evidence.may_be_coroutine(function, self.package):
                    candidates.add(function)
        return candidates

    def _decorator(self, function: Function) -> ast.expr | None:
        assert function.outer is not None
        for decorator in function.decorators:
            if self.package.is_coroutine_decorator(decorator, function.outer):
                return decorator
        return None

    def _grow(self, candidates: set[Function]) -> None:
        """Add the candidates that are used as coroutines, until there are none left."""
        run = evidence.run_as_coroutines(self.package, self._perhaps_iterated)
        about_asyncio = AboutAsyncio(self.package)  # elsewhere a generator may be that of anything
        about = about_asyncio.modules(set())
        added = {
            function
            for function in candidates
            if function in run
            or evidence.shows_coroutine(function, self.package)
            or (function.module in about and evidence.only_returns(function))
        }
        while True:
            self.found |= added
            candidates -= added
            awaited = self._delegated_to() | evidence.given_to_be_awaited(self.package, self.found)
            added = {f for f in candidates if f in awaited or self._belongs_with_coroutines(f)}
            if not added:
                about = about_asyncio.modules({f.module for f in self.found if f.yields})
                possible = {f for f in candidates if f.module in about}
                added = {f for f in possible if evidence.only_returns(f) or self._takes_results(f)}
            if not added:
                return

    def _delegated_to(self) -> set[Function]:
        """Return what coroutines delegate to, if it is not driven by hand as far as can be seen."""
        return {
            target
            for function in self.found
            for _, found in self.delegations(function)
            for target in found.functions
            if found.certain or target not in self._perhaps_iterated
        }

    def _belongs_with_coroutines(self, function: Function) -> bool:
        for _, (functions, _) in self.delegations(function):
            if functions and all(map(self._gives_awaitable, functions)):
                return True
        return any(other in self.found for other in evidence.overrides(function, self.package))

    def _takes_results(self, function: Function) -> bool:
        """Return whether a generator takes results of what cannot be a generator driven by hand."""
        return (
            evidence.uses_results(function)
            and function not in self.iterated
            and function not in self._perhaps_iterated
            and all(self._may_be_awaited(found) for _, found in self.delegations(function))
        )

    def _may_be_awaited(self, found: Targets) -> bool:
        """Return whether what is called may be a coroutine, for all that is known of its name."""
        others = [f for f in found.functions if not self._gives_awaitable(f)]
        by_name = not found.certain and len(others) < len(found.functions)
        return not any(other.is_generator or not by_name for other in others)

    def _gives_awaitable(self, function: Function) -> bool:
        return gives_awaitable(function, self.found, self.package)

    def _refuse(self, finders: tuple[ObstacleFinder, ...]) -> None:
        for function in self.found:
            if not function.is_native:
                obstacles = (obstacle for find in finders for obstacle in find(function, self))
                if obstacle := next(obstacles, None):
                    self.refused[function] = obstacle

    def _spread_refusals(self) -> None:
        """Refuse what cannot be native beside a generator that stays one."""
        while beside := dict(self._beside_generators()):
            self.refused.update(beside)

    def _beside_generators(self) -> Iterator[tuple[Function, Obstacle]]:
        """Yield what becomes native though a generator delegates to it and cannot."""
        for function in self._delegations:
            if not self.stays_plain(function):
                continue
            for node, found in self.delegations(function):
                if found.certain and not self.asks_for_iterator(node, found):
                    reason = f"`{function.name}`, a generator, delegates to it"
                    obstacle = Obstacle(node, reason, "convert both by hand, together")
                    yield from ((f, obstacle) for f in found.functions if self.converts(f))

    def stays_plain(self, function: Function) -> bool:
        """Return whether a function stays a generator that cannot delegate to native coroutines."""
        if function in self.found:  # refused ones are decorated with `types.coroutine`, but these
            undecorated = function in self.refused and function not in self.decorated
            return undecorated and function.name in AWAITABLE
        return not evidence.may_delegate_to_native(function, self.package)

    def may_be_driven(self, function: Function) -> bool:
        """Return whether something may take what a refused coroutine returns for a generator."""
        return (
            function in self.iterated
            or function in self._perhaps_iterated
            or function in self._beside_plain
            or any(not evidence.is_nothing(node.value) for node in function.yields)
        )

    @cached_property
    def _beside_plain(self) -> set[Function]:
        return {
            target
            for function in filter(self.stays_plain, self._delegations)
            for _, found in self.delegations(function)
            for target in found.functions
        }

    def is_plain_generator(self, function: Function) -> bool:
        """Return whether a function is a generator function, but no coroutine of any kind."""
        names = evidence.decorator_names(function, self.package)
        awaitable = not AWAITABLE_GENERATOR.isdisjoint(names)
        return function.is_generator and function not in self.found and not awaitable

    def asks_for_iterator(self, node: ast.YieldFrom, found: Targets) -> bool:
        """Return whether a generator can delegate to `.__await__()` of what it calls."""
        return isinstance(node.value, ast.Call) and all(map(self.is_native, found.functions))


ObstacleFinder = Callable[[Function, Coroutines], Iterator[Obstacle]]
