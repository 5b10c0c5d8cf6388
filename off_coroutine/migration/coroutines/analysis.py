"""Which functions of a package are coroutines, and which of them become native ones."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from off_coroutine.migration.coroutines import seeds
from off_coroutine.migration.coroutines.awaited_objects import gives_awaitable
from off_coroutine.migration.coroutines.blockers import NOTHING_REFUSED, Blocker, Refused
from off_coroutine.migration.inference.callees import Callees, delegated
from off_coroutine.migration.inference.narrowing import is_narrowed_to_awaitable
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE, AWAITABLE_GENERATOR
from off_coroutine.migration.semantics.import_graph import ImportGraph
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function
from off_coroutine.migration.semantics.syntax import is_nothing, last_name

OLDEST = (3, 5)  # the first Python with native coroutines


class CoroutineAnalysis:
    """The decisions about the functions of a package, which hang together.

    Attributes:
        package: whose functions they are.
        target: the oldest Python that the result has to run on.
        decorated: each decorated coroutine with its decorator.
        members: every coroutine: native, decorated, or an undecorated generator used as one.
        iterated: functions whose result is driven by hand, with the place.
        blocked: coroutines that stay as they are, with the reason.
    """

    def __init__(
        self,
        project: Project,
        finders: Iterable[BlockerFinder] = (),
        target: tuple[int, int] = OLDEST,
        refused: Refused = NOTHING_REFUSED,
    ) -> None:
        self.project = project
        self._refused = refused
        self.target = target
        self.decorated: dict[Function, ast.expr] = {}
        self.members: set[Function] = set()
        self.blocked: dict[Function, Blocker] = {}
        self.iterated, self._perhaps_iterated = seeds.iterated(project)
        self._delegations: dict[Function, list[tuple[ast.YieldFrom, Callees]]] = {}
        self._propagate(self._classify())
        self._refuse(tuple(finders))
        self._propagate_blockers()

    def becomes_async(self, function: Function) -> bool:
        """Return whether a function is a legacy coroutine that becomes a native one."""
        return self.will_be_async(function) and not function.is_native

    def will_be_async(self, function: Function) -> bool:
        """Return whether a function is a native coroutine once all is done."""
        return function in self.members and function not in self.blocked

    def delegations(self, function: Function) -> list[tuple[ast.YieldFrom, Callees]]:
        """Return each `yield from` of a function with what it may delegate to."""
        return self._delegations.get(function, [])

    def is_awaited(self, function: Function) -> bool:
        """Return whether what becomes native awaits what a function returns, whatever that is."""
        return function in self._awaited

    @cached_property
    def are_asked_for(self) -> bool:  # whether asyncio is asked for coroutine functions
        return seeds.asks_for_coroutine_functions(self.project)

    @cached_property
    def _awaited(self) -> set[Function]:
        return {
            target
            for function in filter(self.becomes_async, self.members)
            for node, found in self.delegations(function)
            if not is_narrowed_to_awaitable(node, function.module)
            for target in found.functions
        }

    @cached_property
    def awaited_generators(self) -> set[Function]:
        """The generators that coroutines which become native certainly delegate to."""
        return {
            target
            for function in filter(self.becomes_async, self.members)
            for _, found in self.delegations(function)
            for target in found.functions
            if found.certain and self.is_plain_generator(target)
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

    def _classify(self) -> set[Function]:
        """Find the coroutines that are so by what stands above them; return those that may be."""
        candidates = set()
        for module in self.project.modules:
            for function in module.functions:
                if function.delegations:
                    self._delegations[function] = list(delegated(function, self.project))
                if function.is_native:
                    if not function.yields:  # else it is iterated over, as its overrides are
                        self.members.add(function)
                elif decorator := self._decorator(function):
                    self.decorated[function] = decorator
                    if function.name != "__aiter__" or function.is_generator:
                        self.members.add(function)
                elif seeds.may_be_coroutine(function, self.project):
                    candidates.add(function)
        return candidates

    def _decorator(self, function: Function) -> ast.expr | None:
        assert function.outer is not None
        for decorator in function.decorators:
            if self.project.is_coroutine_decorator(decorator, function.outer):
                return decorator
        return None

    def _propagate(self, candidates: set[Function]) -> None:
        """Add the candidates that are used as coroutines, until there are none left."""
        run = seeds.run_as_coroutines(self.project, self._perhaps_iterated)
        import_graph = ImportGraph(self.project)  # elsewhere a generator may be that of anything
        about = import_graph.modules(set())
        added = {
            function
            for function in candidates
            if function in run
            or seeds.shows_coroutine(function, self.project)
            or (function.module in about and seeds.only_returns(function))
        }
        while True:
            self.members |= added
            candidates -= added
            awaited = self._delegated_to() | seeds.given_to_be_awaited(self.project, self.members)
            added = {f for f in candidates if f in awaited or self._belongs_with_coroutines(f)}
            if not added:
                about = import_graph.modules({f.module for f in self.members if f.yields})
                possible = {f for f in candidates if f.module in about}
                added = {f for f in possible if seeds.only_returns(f) or self._takes_results(f)}
            if not added:
                return

    def _delegated_to(self) -> set[Function]:
        """Return what coroutines delegate to, if it is not driven by hand as far as can be seen."""
        return {
            target
            for function in self.members
            for _, found in self.delegations(function)
            for target in found.functions
            if found.certain or target not in self._perhaps_iterated
        }

    def _belongs_with_coroutines(self, function: Function) -> bool:
        for _, (functions, _) in self.delegations(function):
            if functions and all(map(self._gives_awaitable, functions)):
                return True
        return any(other in self.members for other in seeds.overrides(function, self.project))

    def _takes_results(self, function: Function) -> bool:
        """Return whether a generator takes results of what cannot be a generator driven by hand."""
        return (
            seeds.uses_results(function)
            and function not in self.iterated
            and function not in self._perhaps_iterated
            and all(self._may_be_awaited(found) for _, found in self.delegations(function))
        )

    def _may_be_awaited(self, found: Callees) -> bool:
        """Return whether what is called may be a coroutine, for all that is known of its name."""
        others = [f for f in found.functions if not self._gives_awaitable(f)]
        by_name = not found.certain and len(others) < len(found.functions)
        return not any(other.is_generator or not by_name for other in others)

    def _gives_awaitable(self, function: Function) -> bool:
        return gives_awaitable(function, self.members, self.project)

    def _refuse(self, finders: tuple[BlockerFinder, ...]) -> None:
        for function in self.members:
            if not function.is_native:
                if function in self._refused.blocked:
                    self.blocked[function] = self._refused.blocked[function]
                    continue
                blockers = (blocker for find in finders for blocker in find(function, self))
                if blocker := next(blockers, None):
                    self.blocked[function] = blocker

    def _propagate_blockers(self) -> None:
        """Refuse what cannot be native beside a generator that stays one."""
        while beside := dict(self._beside_generators()):
            self.blocked.update(beside)

    def _beside_generators(self) -> Iterator[tuple[Function, Blocker]]:
        """Yield what becomes native though a generator delegates to it and cannot."""
        together = "convert both by hand, together"
        for function in self._delegations:
            is_async = self.becomes_async(function)
            if not is_async and not self.stays_plain(function):
                continue
            for node, found in self.delegations(function):
                if is_async:
                    for target in filter(self._is_untouched, found.functions):
                        reason = f"`{target.name}`, which it delegates to, stays a generator"
                        yield function, Blocker(node, reason, together)
                elif found.certain and not self.asks_for_iterator(node, found):
                    reason = f"`{function.name}`, a generator, delegates to it"
                    blocker = Blocker(node, reason, together)
                    yield from ((f, blocker) for f in found.functions if self.becomes_async(f))

    def _is_untouched(self, function: Function) -> bool:
        return function in self._refused.untouched and function not in self.decorated

    def stays_plain(self, function: Function) -> bool:
        """Return whether a function stays a generator that cannot delegate to native coroutines."""
        if function in self.members:  # refused ones are decorated with `types.coroutine`, but these
            undecorated = function in self.blocked and function not in self.decorated
            return undecorated and (function.name in AWAITABLE or self._is_untouched(function))
        return not seeds.may_delegate_to_native(function, self.project)

    def may_be_driven(self, function: Function) -> bool:
        """Return whether something may take what a refused coroutine returns for a generator."""
        return (
            function in self.iterated
            or function in self._perhaps_iterated
            or function in self._beside_plain
            or any(not is_nothing(node.value) for node in function.yields)
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
        names = seeds.decorator_names(function, self.project)
        awaitable = not AWAITABLE_GENERATOR.isdisjoint(names)
        return function.is_generator and function not in self.members and not awaitable

    def asks_for_iterator(self, node: ast.YieldFrom, found: Callees) -> bool:
        """Return whether a generator can delegate to `.__await__()` of what it calls."""
        return isinstance(node.value, ast.Call) and all(map(self.will_be_async, found.functions))


BlockerFinder = Callable[[Function, CoroutineAnalysis], Iterator[Blocker]]
