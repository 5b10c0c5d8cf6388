"""What is known of the functions of a project before anything is decided about them."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property

from off_coroutine.migration.coroutines import seeds
from off_coroutine.migration.coroutines.reasons import Reason
from off_coroutine.migration.inference.callees import Delegation, delegated, may_call
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.semantics.import_graph import ImportGraph
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope

Site = tuple[ast.Call, Scope]


class Facts:
    """Facts about the functions of a project, each found when it is first asked for.

    Nothing here depends on what has been decided; nothing changes once it is known.

    Attributes:
        project: whose functions they are.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._sites: dict[str, list[Site]] = {}

    @cached_property
    def functions(self) -> list[Function]:
        return [function for module in self.project.modules for function in module.functions]

    @cached_property
    def delegations(self) -> dict[Function, list[Delegation]]:
        """Each function with a `yield from` -> what each of these may delegate to."""
        return {f: delegated(f, self.project) for f in self.functions if f.delegations}

    @cached_property
    def decorated(self) -> dict[Function, ast.expr]:
        """Each decorated coroutine with its decorator."""
        found = {}
        for function in self.functions:
            is_legacy = function.decorators and not function.is_native
            if is_legacy and (decorator := self._decorator(function)):
                found[function] = decorator
        return found

    def _decorator(self, function: Function) -> ast.expr | None:
        assert function.outer is not None
        for decorator in function.decorators:
            if self.project.is_coroutine_decorator(decorator, function.outer):
                return decorator
        return None

    @cached_property
    def coroutines(self) -> dict[Function, Reason]:
        """The functions that are coroutines by what stands above them, or by `async`."""
        found = {}
        for function in self.functions:
            if function.is_native:
                if not function.yields:  # else it is iterated over, as its overrides are
                    found[function] = Reason("is native", function.node, function.module)
            elif function.name == "__aiter__" and not function.is_generator:
                continue
            elif decorator := self.decorated.get(function):
                what = f"is decorated with `{ast.unparse(decorator)}`"
                found[function] = Reason(what, decorator, function.module)
        return found

    @cached_property
    def candidates(self) -> list[Function]:
        """The undecorated generators that only delegate, in the order of the source."""
        return [
            function
            for function in self.functions
            if function.is_generator
            and function not in self.decorated
            and seeds.may_be_coroutine(function, self.project)
        ]

    @cached_property
    def shown(self) -> dict[Function, Reason]:
        """The candidates that are coroutines by themselves: by evidence, with its place."""
        found = {}
        for function in self.candidates:
            reason = self.run.get(function) or seeds.shows_coroutine(
                function, self.project, self.running
            )
            if reason is not None:
                found[function] = reason
        return found

    @cached_property
    def run(self) -> dict[Function, Reason]:
        """The functions whose result is given to what runs coroutines."""
        return seeds.run_as_coroutines(self.project, self.perhaps_iterated)

    @cached_property
    def running(self) -> set[Scope]:
        """The scopes in which something is run as a coroutine."""
        return seeds.running_scopes(self.project)

    @cached_property
    def users(self) -> dict[Function, list[Function]]:
        """Each function -> the candidates that certainly may delegate to it."""
        found: defaultdict[Function, list[Function]] = defaultdict(list)
        for function in self.candidates:
            for each in self.delegations.get(function, ()):
                for target in dict.fromkeys([*each.called.bound, *each.reached.bound]):
                    found[target].append(function)
        return dict(found)

    def sites(self, name: str) -> list[Site]:
        """Return the calls of a name that may be of any method of that name."""
        if name not in self._sites:
            self._sites[name] = [
                (call, scope)
                for call, scope in flow_of(self.project).index.calls_named[name]
                if may_call(call.func, scope, self.project).by_name
            ]
        return self._sites[name]

    @cached_property
    def inside(self) -> dict[Scope, list[Function]]:
        """Each class or function -> the functions that stand directly in it."""
        found: defaultdict[Scope, list[Function]] = defaultdict(list)
        for function in self.functions:
            assert function.outer is not None
            found[function.outer].append(function)
        return dict(found)

    @cached_property
    def import_graph(self) -> ImportGraph:
        return ImportGraph(self.project)

    @cached_property
    def _iterated(self) -> tuple[dict[Function, Reason], set[Function]]:
        return seeds.iterated(self.project)

    @property
    def iterated(self) -> dict[Function, Reason]:
        """The functions whose result is driven by hand, with the place."""
        return self._iterated[0]

    @property
    def perhaps_iterated(self) -> set[Function]:
        """The functions whose result may be driven by hand, by their name alone."""
        return self._iterated[1]

    @cached_property
    def are_asked_for(self) -> bool:
        """Whether asyncio is asked for coroutine functions."""
        return seeds.asks_for_coroutine_functions(self.project)


def facts_of(project: Project) -> Facts:
    """Return the facts about a project, which keeps them."""
    kept: dict[str, object] = vars(project)
    facts = kept.get("_coroutine_facts")
    if not isinstance(facts, Facts):
        facts = kept["_coroutine_facts"] = Facts(project)
    return facts
