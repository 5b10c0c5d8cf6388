"""A subject: right programs that behave alike, and faults seeded into the first of them."""

import functools
import inspect
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from off_coroutine.engine import Limits, World
from off_coroutine.proof.scenario import Scenario

Code = Callable[[Any], Any] | ModuleType


class Fault(NamedTuple):
    """A wrong migration, as one edit of a right program.

    Attributes:
        name: what is wrong, in words.
        old: the text that is edited; occurs exactly once in the program.
        new: what a person or a tool wrote in its place.
    """

    name: str
    old: str
    new: str


def _call(program: Any, world: Any) -> Any:
    return program(world)


@dataclass(frozen=True)
class Subject:
    """Right programs, and how each fault differs from the first of them.

    Attributes:
        name: what the programs do, as one word.
        rights: at least two, functions or modules, that behave alike.
        faults: edits of the source of ``rights[0]``.
        world: the operations there are, each with all its outcomes.
        limits: how often the programs are cancelled, and more.
        start: called with one of ``rights`` and the running world; returns an awaitable.
    """

    name: str
    rights: Sequence[Code]
    faults: Sequence[Fault]
    world: World = field(default_factory=World)
    limits: Limits = field(default_factory=Limits)
    start: Callable[[Any, Any], Any] = _call

    def right(self) -> Scenario:
        """Return the scenario of the right programs."""
        return self._scenario({f"right {n}": code for n, code in enumerate(self.rights, 1)})

    def wrong(self, fault: Fault) -> Scenario:
        """Return the scenario of the right program and the one with the fault.

        Raises:
            ValueError: the text to edit is not in the program exactly once.
        """
        return self._scenario({"right": self.rights[0], "fault": seed(self.rights[0], fault)})

    def _scenario(self, programs: dict[str, Code]) -> Scenario:
        started = {name: functools.partial(self.start, code) for name, code in programs.items()}
        return Scenario(self.name, started, self.world, self.limits)


def seed(right: Code, fault: Fault) -> Any:
    """Return a function or module like ``right``, with the fault in it.

    Raises:
        ValueError: the text to edit is not in the program exactly once.
    """
    source = inspect.getsource(right)
    times = source.count(fault.old)
    if times != 1:
        raise ValueError(
            f"{fault.name!r}: the text to edit occurs {times} times in {right.__name__}: "
            "give a text that occurs once"
        )
    module = ModuleType(right.__name__)
    if isinstance(right, FunctionType):
        vars(module).update(right.__globals__)
    with warnings.catch_warnings(action="ignore"):  # 3.14 warns of `return` in `finally`
        code = compile(source.replace(fault.old, fault.new), f"<{fault.name}>", "exec")
    exec(code, vars(module))
    return getattr(module, right.__name__) if isinstance(right, FunctionType) else module
