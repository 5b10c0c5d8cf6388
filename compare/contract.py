"""What a program must do: numbered clauses, and scenarios that show them."""

import functools
from types import ModuleType
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple

from compare.styles import STYLES, load_all
from off_coroutine.engine import Limits, Trace, Verdict, World
from off_coroutine.proof.scenario import Scenario, observed

ANSWERS = Limits(cancellations=0)


class Example:
    """One scenario of a program, on the virtual clock.

    Args:
        name: a present-tense sentence.
        clauses: the numbers of the clauses it shows.
        start: called with the program's module and the running world; returns
            an awaitable.
        expected: the entries of the trace under first choices, without the
            world's decisions; written out, not taken from a style.
        world: the operations there are, each with all its outcomes; the first
            outcomes are those under which ``expected`` is what happens.
        limits: what is explored. By default every answer and every timer; that
            a promise does not cancel what it waits for is a known difference,
            with a contract of its own.
    """

    def __init__(
        self,
        name: str,
        clauses: Sequence[int],
        start: Callable[[ModuleType, Any], Any],
        expected: List[Any],
        world: Optional[World] = None,
        limits: Limits = ANSWERS,
    ) -> None:
        self.name = name
        self.clauses = clauses
        self.start = start
        self.expected = expected
        self.world = world
        self.limits = limits

    def scenario(self, modules: Mapping[str, ModuleType]) -> Scenario:
        """Return the scenario of this program in some styles."""
        programs = {
            style: functools.partial(self.start, module) for style, module in modules.items()
        }
        return Scenario(self.name, programs, self.world, self.limits)

    def observe(self, module: ModuleType) -> List[Any]:
        """Run the program under first choices and return what can be observed."""
        return observed(self.scenario({"it": module}).replay()["it"])

    def explore(
        self,
        modules: Mapping[str, ModuleType],
        maximum: int = 20000,
        progress: Callable[[int], None] = lambda count: None,
    ) -> Tuple[Verdict, List[str]]:
        """Run the schedules of some styles, see ``Scenario.explore``."""
        return self.scenario(modules).explore(maximum, progress)

    def nth_trace(
        self,
        module: ModuleType,
        number: int,
        progress: Callable[[int], None] = lambda count: None,
    ) -> Trace:
        """Return what happens under one schedule, see ``Scenario.nth_trace``."""
        return self.scenario({"it": module}).nth_trace(number, progress)


class Contract:
    """What a program must do, in every style.

    Args:
        program: the stem of its files.
        clauses: what it must do, in words; clause 1 is the first.
        examples: scenarios on the virtual clock.
        exchanges: scenarios over real sockets, see ``compare.exchange``.
        better: what the modern program does deliberately otherwise, and why. By
            default it is the plain translation of its generator twin.
    """

    def __init__(
        self,
        program: str,
        clauses: Sequence[str],
        examples: Sequence[Example],
        exchanges: Sequence[Any] = (),
        better: str = "",
    ) -> None:
        self.program = program
        self.clauses = clauses
        self.examples = examples
        self.exchanges = exchanges
        self.better = better

    def scenarios(self) -> List[Scenario]:
        """Return the scenarios of its examples, each in all styles: so ``prove`` takes it."""
        modules = load_all(self.program, STYLES)
        return [example.scenario(modules) for example in self.examples]
