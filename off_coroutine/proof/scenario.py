"""A scenario: programs that should behave alike, and the world they meet."""

import collections
import hashlib
import itertools
import json
from typing import Any, Callable, Deque, Dict, List, Mapping, Optional, Sequence, Tuple

from off_coroutine.engine import Exploration, Invariant, Limits, Trace, Verdict, World


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
        return self._exploration(progress, self.invariants).prove(maximum)

    def replay(self, schedule: Sequence[int] = ()) -> Dict[str, Trace]:
        """Run every program under one schedule; without one, under first choices."""
        return self._exploration(lambda count: None, self.invariants).replay(schedule)

    def explore(
        self, maximum: int = 20000, progress: Callable[[int], None] = lambda count: None
    ) -> Tuple[Verdict, List[str]]:
        """Prove; return what was found, and a digest of what happens under each schedule.

        They are in order, and unless programs differ the same in every interpreter that does
        the same.
        """
        digests: List[str] = []
        turns = itertools.cycle(range(len(self.programs)))

        def digest(trace: Trace) -> None:
            if next(turns) == 0:  # the other programs did the same
                text = json.dumps([trace.entries, trace.choices])
                digests.append(hashlib.blake2b(text.encode(), digest_size=16).hexdigest())

        exploration = self._exploration(progress, [digest, *self.invariants])
        return exploration.prove(maximum), digests

    def nth_trace(self, number: int, progress: Callable[[int], None] = lambda count: None) -> Trace:
        """Return what the first program does under a schedule; ``explore`` runs number 0 first."""
        last: Deque[Trace] = collections.deque(maxlen=1)
        exploration = self.alone()._exploration(progress, [last.append])
        exploration.prove(number + 1)
        return last[0]

    def alone(self) -> "Scenario":
        """Return the scenario of the first program."""
        first = dict(itertools.islice(self.programs.items(), 1))
        return Scenario(self.name, first, self.world, self.limits, self.invariants)

    def _exploration(
        self, progress: Callable[[int], None], invariants: Sequence[Invariant]
    ) -> Exploration:
        return Exploration(self.programs, self.world, self.limits, invariants, progress)


def observed(trace: Trace) -> List[Any]:
    """Return what a trace shows of its program, without the world's decisions."""
    return [entry for entry in trace.entries if entry[1] != "decides"]
