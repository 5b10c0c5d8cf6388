"""What a run is asked to do, and what it did."""

from typing import Any, Callable, List, Optional, Tuple

Program = Callable[[Any], Any]
# (virtual time, what, text) and for a decision also what was waited for then
Entry = Tuple[Any, ...]


class Limits:
    """What is explored of a program.

    Attributes:
        cancellations: how often the program may be cancelled in one schedule.
        simultaneous: how many decisions may fall into one turn of the event
            loop, before anything that became ready has run.
        steps: how many callbacks may run between two decisions until the
            program is said to be busy.
        decisions: how many there may be in one schedule.
    """

    __slots__ = ("cancellations", "decisions", "simultaneous", "steps")

    def __init__(
        self,
        cancellations: int = 1,
        simultaneous: int = 1,
        steps: int = 10000,
        decisions: int = 500,
    ) -> None:
        self.cancellations = cancellations
        self.simultaneous = simultaneous
        self.steps = steps
        self.decisions = decisions


class Trace:
    """What one run did.

    Attributes:
        entries: everything that can be observed, in order; two runs behave
            the same when their entries are equal.
        choices: for each decision the index taken and how many there were.
        decided: for each decision among the entries, how many choices had been
            made with it.
        place: where a program that hangs or is busy was, as text; not
            compared, because the lines of two programs differ.
        bounded: whether the schedule was longer than the limits allow.
    """

    __slots__ = ("bounded", "choices", "decided", "entries", "place")

    def __init__(self) -> None:
        self.entries: List[Entry] = []
        self.choices: List[Tuple[int, int]] = []
        self.decided: List[int] = []
        self.place = ""
        self.bounded = False

    def add(self, entry: Entry) -> None:
        """Append an entry, but keep drops with nothing in between sorted.

        They come from one decision, in an order that no answer of the world depends on.
        """
        entries = self.entries
        place = len(entries)
        if entry[1] == "drops":
            while place and entries[place - 1][1] == "drops" and entries[place - 1] > entry:
                place -= 1
        entries.insert(place, entry)

    def schedule(self, before: Optional[int] = None) -> List[int]:
        """Return the indices chosen, up to the last decision before an entry."""
        indices = [index for index, _ in self.choices]
        if before is None:
            return indices
        decisions = sum(entry[1] == "decides" for entry in self.entries[:before])
        return indices[: self.decided[decisions - 1]] if decisions else []

    @property
    def says(self) -> List[str]:
        """What the program said, for invariants."""
        return [entry[2] for entry in self.entries if entry[1] == "says"]

    @property
    def asks(self) -> List[str]:
        """The operations the program started, for invariants."""
        return [entry[2] for entry in self.entries if entry[1] == "asks"]

    @property
    def outcome(self) -> str:
        """How the program ended, or an empty text if it was not run to its end."""
        return next((entry[2] for entry in reversed(self.entries) if entry[1] == "ends"), "")
