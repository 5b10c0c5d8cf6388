"""A scenario: programs that should behave alike, and the world they meet."""

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence

from compare.engine import Exploration, Invariant, Limits, Trace, Verdict, World


class Scenario:
    """One thing that two or more programs do alike, whatever their world does.

    Args:
        name: a present-tense sentence, such as "a failed charge is not retried".
        programs: by name; each is called with the running world and returns an
            awaitable. With a single one, only the invariants are checked.
        world: the operations there are, each with all its outcomes.
        limits: how often the programs are cancelled, and more.
        invariants: called with each trace; return False or raise AssertionError
            when it does not hold.
    """

    def __init__(
        self,
        name: str,
        programs: Mapping[str, Callable[[Any], Any]],
        world: Optional[World] = None,
        limits: Optional[Limits] = None,
        invariants: Sequence[Invariant] = (),
    ) -> None:
        self.name = name
        self.programs = dict(programs)
        self.world = world or World()
        self.limits = limits or Limits()
        self.invariants = invariants

    def prove(
        self, maximum: int = 20000, progress: Callable[[int], None] = lambda count: None
    ) -> Verdict:
        """Run up to ``maximum`` schedules; see ``Exploration.prove``."""
        return self._exploration(progress).prove(maximum)

    def replay(self, schedule: Sequence[int] = ()) -> Dict[str, Trace]:
        """Run every program under one schedule; without one, under first choices."""
        return self._exploration(lambda count: None).replay(schedule)

    def _exploration(self, progress: Callable[[int], None]) -> Exploration:
        return Exploration(self.programs, self.world, self.limits, self.invariants, progress)


def observed(trace: Trace) -> List[Any]:
    """Return what a trace shows of its program, without the world's decisions."""
    return [entry for entry in trace.entries if entry[1] != "decides"]
