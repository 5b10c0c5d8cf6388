"""Run programs under every order of their ready callbacks and compare their results.

asyncio runs ready callbacks first in, first out, but promises no such thing, and
two right implementations may need different numbers of steps. So here any ready
callback may run next, and programs are not compared schedule by schedule: the
*sets* of their results are.
"""

from typing import Any, Dict, List, Optional, Sequence, Set, Tuple

from off_coroutine.engine.equivalence import Invariant, Progress, violations
from off_coroutine.engine.ready import Explored, InterleavingRun, Node
from off_coroutine.engine.reduction import DporRun
from off_coroutine.engine.session import Session
from off_coroutine.engine.trace import Entry, Limits, Program, Trace
from off_coroutine.engine.world import World

Result = Tuple[Entry, ...]
Schedule = Tuple[int, ...]


def result(trace: Trace) -> Result:
    """Return what an observer of the run saw.

    That is everything the program said, asked for and dropped, in order, what
    the world decided and when, how it ended and what it left; not which callbacks
    ran. The order of events belongs to it, since one observer sees them all.
    """
    return tuple([entry for entry in trace.entries if entry[1] != "runs"])


class SetVerdict:
    """What an exploration of interleavings found.

    Attributes:
        schedules: how many were run, by the program's name.
        complete: the names of the programs all of whose results are known.
        interrupted: whether Ctrl-C ended it.
        results: by the program's name, each result with the shortest of the
            schedules run that gave it; after a schedule come first choices.
        broken: by the program's name, the results that break an invariant,
            each with the reason.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.schedules = dict.fromkeys(names, 0)
        self.complete: Set[str] = set()
        self.interrupted = False
        self.results: Dict[str, Dict[Result, Schedule]] = {name: {} for name in names}
        self.broken: Dict[str, Dict[Result, str]] = {name: {} for name in names}

    @property
    def exhausted(self) -> bool:
        """Whether all results of all programs are known."""
        return len(self.complete) == len(self.schedules)

    @property
    def only(self) -> Dict[str, Dict[Result, Schedule]]:
        """By the program's name, its results that another, complete one never gives."""
        return {
            name: {
                found: schedule
                for found, schedule in results.items()
                if any(found not in self.results[other] for other in self.complete)
            }
            for name, results in self.results.items()
        }

    def __str__(self) -> str:
        run = sum(self.schedules.values())
        schedules = "{:,} schedule{}".format(run, "" if run == 1 else "s")
        broken = [
            "{} after {}: {}".format(name, _decisions(self.results[name][found]), reason)
            for name, results in self.broken.items()
            for found, reason in results.items()
        ]
        if broken:
            return "broken: " + "; ".join(broken)
        only = [
            "{} of the {} results of {} after {}".format(
                len(own),
                len(self.results[name]),
                name,
                _decisions(min(own.values(), key=len)),
            )
            for name, own in self.only.items()
            if own
        ]
        if only:
            return "different: only " + ", only ".join(only)
        if self.interrupted:
            return "interrupted after " + schedules
        if not self.exhausted:
            return "bounded: stopped at {:,} of more".format(run)
        count = len(next(iter(self.results.values())))
        same = "same " if len(self.results) > 1 else ""
        return "exhausted {}: {}{} result{}".format(
            schedules, same, count, "" if count == 1 else "s"
        )


def _decisions(schedule: Schedule) -> str:
    return "{} decision{}".format(len(schedule), "" if len(schedule) == 1 else "s")


class Interleavings:
    """Every order in which the ready callbacks of programs can run.

    Args:
        programs: by name. Each is called with the running world and returns
            an awaitable.
        reduce: whether to leave out orders that cannot give another result.
        invariants: hold for every result of every program.
        progress: called with the number of schedules run so far, now and then.
    """

    def __init__(
        self,
        programs: Dict[str, Program],
        world: World,
        limits: Optional[Limits] = None,
        reduce: bool = True,
        invariants: Sequence[Invariant] = (),
        progress: Progress = lambda count: None,
    ) -> None:
        self._programs = programs
        self._world = world
        self._limits = limits or Limits()
        self._explored = DporRun if reduce else Explored
        self._invariants = invariants
        self._progress = progress

    def prove(self, maximum: int) -> SetVerdict:
        """Run up to ``maximum`` schedules of each program.

        Raises:
            OutsideError: a program reached for the outside by itself, or does not
                do the same twice under the same schedule.
            TypeError: a program did not return an awaitable.
        """
        verdict = SetVerdict(list(self._programs))
        try:
            with Session() as warned:
                for name in self._programs:
                    self._explore(name, maximum, verdict, warned)
        except KeyboardInterrupt:
            verdict.interrupted = True
        return verdict

    def replay(self, name: str, schedule: Sequence[int]) -> Trace:
        """Run a program under one schedule, then under first choices.

        The trace also has an entry for every choice of a callback, "runs".
        """
        with Session() as warned:
            run = InterleavingRun(self._programs[name], self._world, schedule, self._limits)
            return run.execute(None, warned)

    def _explore(self, name: str, maximum: int, verdict: SetVerdict, warned: List[Any]) -> None:
        path: List[Node] = []
        complete = True
        for _ in range(maximum):
            run = self._explored(self._programs[name], self._world, self._limits, path)
            trace = run.execute(None, warned)
            verdict.schedules[name] += 1
            complete = complete and run.complete and not trace.bounded
            if trace.outcome:  # and not cut short, as a repetition of earlier schedules
                self._collect(name, trace, verdict)
            count = sum(verdict.schedules.values())
            if count % 256 == 0:
                self._progress(count)
            while path and not path[-1].advance():
                path.pop()
            if not path:
                if complete:
                    verdict.complete.add(name)
                return

    def _collect(self, name: str, trace: Trace, verdict: SetVerdict) -> None:
        found = result(trace)
        schedule = trace.schedule()
        while schedule and schedule[-1] == 0:
            schedule.pop()
        results = verdict.results[name]
        if found not in results:
            reason = next(violations(self._invariants, trace), None)
            if reason is not None:
                verdict.broken[name][found] = reason
        if found not in results or len(schedule) < len(results[found]):
            results[found] = tuple(schedule)
