"""A TaskGroup raises a group of all the errors, `gather` the first error itself."""

import functools

from compare.contracts.fan_out import CLOSED, DEFECT, asking
from compare.differences import KnownDifference
from compare.styles import STYLES, load_all
from off_coroutine.engine import Limits, World


def of_all_or_none(name, remedy, apart, **kwargs):
    """Return a known difference of ``all_or_none``, in every style."""
    programs = {
        style: functools.partial(asking("all_or_none"), module)
        for style, module in load_all("fan_out", STYLES).items()
    }
    others = {style: apart for style in STYLES if style != "modern"}
    return KnownDifference(name, remedy, programs, others, **kwargs)


GROUP = of_all_or_none(
    "an error leaves a TaskGroup as an ExceptionGroup, and `gather` as itself",
    "Let callers say `except*`, or raise the one error they expect from within the "
    "function that has the TaskGroup.",
    ["price_of('Oslo') raises ValueError('a defect')"],
    world=World(price_of=[12, DEFECT]),
    limits=Limits(cancellations=0),
)
ALL_OF_THEM = of_all_or_none(
    "of errors in the same turn a TaskGroup raises all, `gather` only the first",
    "Expect more than one exception in a group.",
    [
        "price_of('Oslo') raises ConnectionRefusedError('closed')",
        "at once: price_of('Lima') raises ConnectionRefusedError('closed')",
    ],
    world=World(price_of=[12, CLOSED]),
    limits=Limits(cancellations=0, simultaneous=2),
)
