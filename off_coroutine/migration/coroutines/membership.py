"""Which functions of a project are coroutines: evidence, and what belongs with it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cached_property

from off_coroutine.migration.coroutines import seeds
from off_coroutine.migration.coroutines.awaited_objects import gives_awaitable
from off_coroutine.migration.coroutines.facts import Facts
from off_coroutine.migration.coroutines.reasons import Reason
from off_coroutine.migration.inference.callees import Callees
from off_coroutine.migration.inference.calls import decorator_names
from off_coroutine.migration.inference.makers import Makers
from off_coroutine.migration.semantics.asyncio_api import AWAITABLE_GENERATOR, LOCKS
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function


class Membership:
    """Which functions are coroutines, decided to the end.

    Attributes:
        facts: on which it rests.
        reasons: every coroutine -> why it is one.
        members: every coroutine: native, decorated, or an undecorated generator used as one.
    """

    def __init__(self, facts: Facts, reasons: Mapping[Function, Reason] | None = None) -> None:
        self.facts = facts
        self.reasons = _propagate(facts) if reasons is None else reasons
        self.members = self.reasons.keys()

    @property
    def project(self) -> Project:
        return self.facts.project

    @property
    def decorated(self) -> dict[Function, ast.expr]:
        """Each decorated coroutine with its decorator."""
        return self.facts.decorated

    @property
    def iterated(self) -> dict[Function, ast.AST]:
        """The functions whose result is driven by hand, with the place."""
        return {function: reason.node for function, reason in self.facts.iterated.items()}

    def delegations(self, function: Function) -> list[tuple[ast.YieldFrom, Callees]]:
        """Return each `yield from` of a function with the generators that it may delegate to."""
        found = self.facts.delegations.get(function, ())
        return [(each.node, each.reached) for each in found]

    @cached_property
    def makers(self) -> Makers:
        """The classes that may have made a value, by names alone."""
        return Makers(self.project, LOCKS, self._are_coroutines)

    def _are_coroutines(self, name: str) -> bool:
        functions = self.project.functions_named[name]
        return bool(functions) and all(function in self.members for function in functions)

    def is_plain_generator(self, function: Function) -> bool:
        """Return whether a function is a generator function, but no coroutine of any kind."""
        if not function.is_generator or function in self.members:
            return False
        names = decorator_names(function, self.project)
        return AWAITABLE_GENERATOR.isdisjoint(names)


def _propagate(facts: Facts) -> dict[Function, Reason]:
    """Return the coroutines with their reasons: the least fixpoint over what delegates to what.

    A function that has just become a member is looked at once, with what delegates to it.
    """
    return _Propagation(facts).run()


_DELEGATED = "is what `{}` delegates to"


class _Propagation:
    """The fixpoint while it grows; what comes out of it is final."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._project = facts.project
        self._reasons: dict[Function, Reason] = {}
        self._candidates = dict.fromkeys(facts.candidates)
        self._pending: list[Function] = []
        self._given: set[tuple[str, int]] = set()
        self._followed: set[tuple[Function, ...]] = set()  # methods of one name, each name once

    def run(self) -> dict[Function, Reason]:
        for function, reason in {**self._facts.coroutines, **self._facts.shown}.items():
            self._add(function, reason)
        while True:
            self._follow()
            if not (self._add_neighbours() or self._add_users_of_results()):
                return self._reasons

    def _add(self, function: Function, reason: Reason) -> None:
        if function not in self._reasons:
            self._reasons[function] = reason
            self._candidates.pop(function, None)
            self._pending.append(function)

    def _follow(self) -> None:
        """Add what members delegate to, what delegates to them only, and their overrides."""
        while self._pending:
            function = self._pending.pop()
            for node, callees in self._edges(function):
                reason = Reason(_DELEGATED.format(function.name), node, function.module, function)
                for target in callees.bound:
                    self._add_candidate(target, reason)
                if callees.by_name not in self._followed:
                    self._followed.add(callees.by_name)
                    for target in callees.by_name:
                        if target not in self._facts.perhaps_iterated:
                            self._add_candidate(target, reason)
            for place in seeds.awaited_parameters(function):
                self._follow_argument(function, place)
            for other in seeds.overrides(function, self._project):
                what = "overrides a coroutine, or is overridden by one"
                self._add_candidate(other, Reason(what, function.node, function.module, function))
            for user in self._facts.users.get(function, ()):
                if user in self._candidates and (belongs := self._belongs(user)):
                    self._add(user, belongs)

    def _follow_argument(self, function: Function, place: int) -> None:
        """Add what methods of a name are given, one of which delegates to a call of its argument.

        What a call gives that is bound to a function is followed there as a value.
        """
        if function.owner is None or (function.name, place) in self._given:
            return
        self._given.add((function.name, place))  # for all methods of the name at once
        what = f"is given to `{function.name}`, which delegates to it"
        for call, scope in self._facts.sites(function.name):
            if place < len(call.args):
                for item in self._project.definition(call.args[place], scope):
                    if isinstance(item, Function):
                        self._add_candidate(item, Reason(what, call, scope.module, function))

    def _add_candidate(self, function: Function, reason: Reason) -> None:
        """Add what may be a coroutine, if it is not driven by hand as far as can be seen."""
        if function in self._candidates:
            self._add(function, reason)

    def _edges(self, function: Function) -> list[tuple[ast.YieldFrom, Callees]]:
        found = self._facts.delegations.get(function, ())
        edges = [(each.node, each.called) for each in found]
        return [*edges, *((each.node, each.reached) for each in found)]

    def _add_neighbours(self) -> bool:
        """Add what delegates to awaitables only."""
        for function in list(self._candidates):
            if reason := self._belongs(function):
                self._add(function, reason)
        return bool(self._pending)

    def _belongs(self, function: Function) -> Reason | None:
        for each in self._facts.delegations.get(function, ()):
            bound = each.called.bound or each.reached.bound
            functions = bound or each.called.functions
            if functions and all(map(self._gives_awaitable, functions)):
                what = f"delegates to `{functions[0].name}`"
                by = functions[0] if functions[0] in self._reasons else None
                return Reason(what, each.node, function.module, by)
        return None

    def _add_users_of_results(self) -> bool:
        """Add what may be no generator of values, in the modules that are about asyncio."""
        about = self._facts.import_graph.modules({f.module for f in self._reasons if f.yields})
        added = {}
        for function in self._candidates:
            if function.module not in about:
                continue
            if seeds.only_returns(function):
                what = "is a generator only by a `yield` out of reach"
                added[function] = Reason(what, function.yields[0], function.module)
            elif self._takes_results(function):
                what = "uses the results of what it delegates to, beside asyncio"
                added[function] = Reason(what, function.delegations[0], function.module)
        for function, reason in added.items():
            self._add(function, reason)
        return bool(added)

    def _takes_results(self, function: Function) -> bool:
        """Return whether a generator takes results of what cannot be a generator driven by hand."""
        return (
            seeds.uses_results(function)
            and function not in self._facts.iterated
            and function not in self._facts.perhaps_iterated
            and all(self._may_be_awaited(d.called) for d in self._facts.delegations[function])
        )

    def _may_be_awaited(self, found: Callees) -> bool:
        """Return whether what is called may be a coroutine, for all that is known of its name."""
        others = [f for f in found.functions if not self._gives_awaitable(f)]
        by_name = not found.bound and bool(found.by_name) and len(others) < len(found.functions)
        return not any(other.is_generator or not by_name for other in others)

    def _gives_awaitable(self, function: Function) -> bool:
        return gives_awaitable(function, self._reasons, self._project)
