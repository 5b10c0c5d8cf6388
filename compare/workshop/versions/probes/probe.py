"""A probe: a small program that shows what a Python does about one fact."""

import importlib
import inspect
from typing import Any, Callable, List, Sequence, Tuple

from compare.workshop.versions.probes.subjects import SUBJECTS

# The words of a cell that are the same everywhere.
WORKS, WARNS, ABSENT, HANGS = "✓", "warns", "—", "hangs"


class Probe:
    """One fact.

    Args:
        title: Markdown; no two of a subject are alike.
        run: a function without parameters, or a coroutine function that is run in a new event
            loop. Returns None if what was tried works, or a word that says what happens.
        note: why it matters and what to do instead, where its subject does not say that.
    """

    def __init__(self, title: str, run: Callable[[], Any], note: str = "") -> None:
        self.title = title
        self.run = run
        self.note = note


class Subject:
    """Probes under a title, with why they matter to a migrator and what to do."""

    def __init__(self, title: str, text: str, probes: Sequence[Probe]) -> None:
        self.title = title
        self.text = text
        self.probes = probes


def probe(function: Callable[[], Any]) -> Probe:
    """Make a probe of a function, whose docstring has the title and the note."""
    title, note = _docstring(function)
    return Probe(title, function, note)


def subjects() -> List[Subject]:
    """Return all there are, in the order of the page.

    A subject is a module: its docstring, and the probes in it or its list of ``PROBES``.
    """
    found = []
    for name in SUBJECTS:
        module = importlib.import_module("compare.workshop.versions.probes.subjects." + name)
        probes = [value for value in vars(module).values() if isinstance(value, Probe)]
        title, text = _docstring(module)
        found.append(Subject(title.rstrip("."), text, probes or vars(module)["PROBES"]))
    return found


def _docstring(documented: Any) -> Tuple[str, str]:
    title, _, text = (inspect.getdoc(documented) or "").partition("\n\n")
    return " ".join(title.split()), " ".join(text.split())
