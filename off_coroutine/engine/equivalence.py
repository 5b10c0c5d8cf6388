"""Run programs under every schedule and find the shortest on which they differ."""

from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from off_coroutine.engine.isolation import not_repeatable
from off_coroutine.engine.run import Run
from off_coroutine.engine.session import Session
from off_coroutine.engine.trace import Entry, Limits, Program, Trace
from off_coroutine.engine.world import World

# Given a trace of a whole run; returns False or raises AssertionError when broken.
Invariant = Callable[[Trace], Any]
Progress = Callable[[int], None]


class Difference:
    """A schedule on which two programs differ, or one breaks an invariant.

    Attributes:
        schedule: the decisions, as indices, up to the first difference.
        names: of the programs that differ, or of the one that is wrong.
        traces: one for each name.
        at: the index of the first entry that differs.
        decisions: how many there are in the schedule.
        reason: what is wrong, in words.
        shortest: whether every shorter schedule was run and showed nothing.
    """

    __slots__ = ("at", "decisions", "names", "reason", "schedule", "shortest", "traces")

    def __init__(
        self, names: Tuple[str, ...], traces: Tuple[Trace, ...], at: int, reason: str
    ) -> None:
        self.names = names
        self.traces = traces
        self.at = at
        self.reason = reason
        self.shortest = False
        self.schedule = traces[0].schedule(before=at)
        self.decisions = sum(entry[1] == "decides" for entry in traces[0].entries[:at])


class Verdict:
    """What an exploration found.

    Attributes:
        alone: whether there is one program, of which only the invariants were checked.
        schedules: how many were run; for each, every program.
        exhausted: whether there were no more, and each was run to its end.
        cut: whether some were longer than the limits allow.
        interrupted: whether Ctrl-C ended it.
        difference: the shortest difference found, or None.
    """

    __slots__ = ("alone", "cut", "difference", "exhausted", "interrupted", "schedules")

    def __init__(self, alone: bool) -> None:
        self.alone = alone
        self.schedules = 0
        self.exhausted = False
        self.cut = False
        self.interrupted = False
        self.difference: Optional[Difference] = None

    def __str__(self) -> str:
        if self.difference is not None:
            count = self.difference.decisions
            return "different after {} decision{}".format(count, "" if count == 1 else "s")
        schedules = "{:,} schedule{}".format(self.schedules, "" if self.schedules == 1 else "s")
        if self.interrupted:
            return "interrupted after {}".format(schedules)
        if self.exhausted:
            proved = "every invariant holds" if self.alone else "equivalent"
            return "exhausted {}: {}".format(schedules, proved)
        if self.cut:
            return "bounded: {}, some of them cut off".format(schedules)
        return "bounded: stopped at {:,} of more".format(self.schedules)


class Exploration:
    """Every schedule of one or more programs, depth first.

    Memory does not grow: of a schedule only the next one is kept.

    Args:
        programs: by name; the first decides which schedules there are. Each
            is called with the running world and returns an awaitable.
        invariants: hold for every trace of every program.
        progress: called with the number of schedules run so far, now and then.
    """

    def __init__(
        self,
        programs: Dict[str, Program],
        world: World,
        limits: Optional[Limits] = None,
        invariants: Sequence[Invariant] = (),
        progress: Progress = lambda count: None,
    ) -> None:
        self._programs = list(programs.items())
        self._world = world
        self._limits = limits or Limits()
        self._invariants = invariants
        self._progress = progress
        self._count = 0

    def prove(self, maximum: int) -> Verdict:
        """Run up to ``maximum`` schedules; then, if two differ, find the shortest.

        Raises:
            OutsideError: a program reached for the outside by itself.
            TypeError: a program did not return an awaitable.
        """
        alone = len(self._programs) == 1
        verdict = Verdict(alone)
        try:
            with Session() as warned:
                verdict.difference = self._search(verdict, maximum, None, warned)
                while verdict.difference is not None and not verdict.difference.shortest:
                    depth = verdict.difference.decisions - 1
                    shorter = Verdict(alone)
                    found = self._search(shorter, maximum, depth, warned) if depth >= 0 else None
                    if found is None:
                        verdict.difference.shortest = depth < 0 or shorter.exhausted
                        break
                    verdict.difference = found
        except KeyboardInterrupt:
            verdict.interrupted = True
        return verdict

    def replay(self, schedule: Sequence[int]) -> Dict[str, Trace]:
        """Run every program under one schedule, then under first choices.

        Raises:
            OutsideError, TypeError: as ``prove``.
            ValueError: the first program has no such schedule.
        """
        with Session() as warned:
            traces = self._run(schedule, None, warned)
        taken = traces[0].schedule()
        if taken[: len(schedule)] != list(schedule):
            raise ValueError(
                "{} has no such schedule: there is no option {} after {}".format(
                    self._programs[0][0], schedule[len(taken)], taken
                )
            )
        return {name: trace for (name, _), trace in zip(self._programs, traces)}

    def _search(
        self, verdict: Verdict, maximum: int, depth: Optional[int], warned: List[Any]
    ) -> Optional[Difference]:
        """Return the first difference within ``depth`` decisions."""
        schedule: Optional[List[int]] = []
        choices: List[Tuple[int, int]] = []
        while schedule is not None and verdict.schedules < maximum:
            traces = self._run(schedule, depth, warned)
            common = len(schedule) - 1
            if common > 0 and traces[0].choices[:common] != choices[:common]:
                raise not_repeatable(self._programs[0][0])
            verdict.schedules += 1
            self._count += 1
            if self._count % 256 == 0:
                self._progress(self._count)
            difference = self._compare(traces)
            if difference is not None:
                self._confirm(difference, schedule, depth, warned)
                return difference
            verdict.cut = verdict.cut or traces[0].bounded
            choices = traces[0].choices
            schedule = _next(choices)
        verdict.exhausted = schedule is None and not verdict.cut
        return None

    def _run(self, schedule: Sequence[int], depth: Optional[int], warned: List[Any]) -> List[Trace]:
        traces: List[Trace] = []
        for _, program in self._programs:
            run = Run(program, self._world, schedule, self._limits)
            traces.append(run.execute(depth, warned))
            if len(traces) < len(self._programs):
                schedule = traces[0].schedule()
        return traces

    def _confirm(
        self,
        difference: Difference,
        schedule: Sequence[int],
        depth: Optional[int],
        warned: List[Any],
    ) -> None:
        """Raise OutsideError if the traces that differ come out otherwise next time."""
        again = dict(zip(dict(self._programs), self._run(schedule, depth, warned)))
        for name, trace in zip(difference.names, difference.traces):
            if again[name].entries != trace.entries:
                raise not_repeatable(name)

    def _compare(self, traces: List[Trace]) -> Optional[Difference]:
        first = traces[0]
        name = self._programs[0][0]
        for (other_name, _), other in zip(self._programs[1:], traces[1:]):
            # Entries do not show what could have been decided at once, and was not.
            if other.entries != first.entries or other.choices != first.choices:
                at = _first_difference(first.entries, other.entries)
                return Difference((name, other_name), (first, other), at, "they differ")
        if not self._invariants:
            return None
        for (name, _), trace in zip(self._programs, traces):
            broken = next(violations(self._invariants, trace), None) if trace.outcome else None
            if broken is not None:
                return Difference((name,), (trace,), len(trace.entries), broken)
        return None


def _next(choices: List[Tuple[int, int]]) -> Optional[List[int]]:
    """Return the start of the schedule after this one, or None after the last."""
    for position in range(len(choices) - 1, -1, -1):
        index, count = choices[position]
        if index + 1 < count:
            return [chosen for chosen, _ in choices[:position]] + [index + 1]
    return None


def _first_difference(one: List[Entry], other: List[Entry]) -> int:
    for position, (left, right) in enumerate(zip(one, other)):
        if left != right:
            return position
    return min(len(one), len(other))


def violations(invariants: Sequence[Invariant], trace: Trace) -> Iterator[str]:
    for invariant in invariants:
        name = getattr(invariant, "__name__", repr(invariant))
        try:
            if invariant(trace) is False:
                yield "{} does not hold".format(name)
        except AssertionError as error:
            yield "{} does not hold: {}".format(name, error)
