"""A verdict in words, and the exit status that says the worst of several."""

from typing import Sequence

from off_coroutine.engine import Verdict
from off_coroutine.options import AGREE, BOUNDED, DIFFERENT, INTERRUPTED
from off_coroutine.proof.columns import headline, side_by_side


def report(name: str, verdict: Verdict) -> str:
    """Return what was found of a scenario, with the two columns of a difference."""
    line = "{}: {}".format(name, verdict)
    if verdict.difference is None:
        return line
    return "\n".join([line, headline(verdict.difference), side_by_side(verdict.difference)])


def exit_status(verdicts: Sequence[Verdict]) -> int:
    """Return the exit status that says the worst of what was found."""
    if any(verdict.difference for verdict in verdicts):
        return DIFFERENT
    if any(verdict.interrupted for verdict in verdicts):
        return INTERRUPTED
    return AGREE if all(verdict.exhausted for verdict in verdicts) else BOUNDED
