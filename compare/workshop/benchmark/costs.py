"""What the styles cost: each kind of work, in every style, beside ``modern``."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from multidict import MultiDict

from compare.styles import PACKAGES, load
from compare.workshop.benchmark import work

ROUNDS = 50  # the fastest counts, as in timeit: other rounds were disturbed more
TIMES = 200  # that work is done in a round
REFERENCE = "promisio"  # another implementation of promises, where it is installed

KINDS = {
    "call": "call a function that does not wait, in a loop",
    "hop": "hand a value to the next step; natively that is a call",
    "wait": "wait for an answer that comes in the next turn of the event loop, in a loop",
    "task": "start what waits once, all of them together, and gather them",
    "request": "answer a request to the customer endpoint with one query, without sockets",
}
METHOD = (
    f"Processor time; of {ROUNDS} rounds the fastest counts. In each, one style after the other "
    f"does the work {TIMES:,} times, so that what disturbs the machine disturbs them all. "
    "Garbage collection is off."
)

Work = Callable[[int], Awaitable[Any]]


@dataclass(frozen=True)
class Cost:
    """What one style takes for one kind of work.

    Attributes:
        seconds: of processor time, for doing it once.
        ratio: to what ``modern`` takes.
    """

    kind: str
    style: str
    seconds: float
    ratio: float


def costs() -> Iterator[Cost]:
    """Measure every kind of work in every style, and a hop of the reference if it is there."""
    for kind in KINDS:
        works = {style: _work(kind, style) for style in PACKAGES}
        if kind == "hop" and installed():
            works[REFERENCE] = _work(kind, REFERENCE)
        for style, seconds in (taken := fastest(works)).items():
            yield Cost(kind, style, seconds, seconds / taken["modern"])


def installed() -> bool:
    """Say whether the reference can be measured."""
    try:
        import_module(REFERENCE)
    except ImportError:
        return False
    return True


def cheaper(found: Sequence[Cost]) -> float | None:
    """Return how many times cheaper our hop is than the reference's, if that was measured."""
    hops = {cost.style: cost.seconds for cost in found if cost.kind == "hop"}
    ours, other = hops.get("promises"), hops.get(REFERENCE)
    return other / ours if ours and other else None


def fastest(works: Mapping[str, Work]) -> dict[str, float]:
    """Return the seconds that each takes for one time, in its fastest round."""
    taken = dict.fromkeys(works, float("inf"))
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            for style, each in works.items():
                taken[style] = min(taken[style], asyncio.run(_seconds(each)) / TIMES)
    finally:
        gc.enable()
    return taken


async def _seconds(each: Work) -> float:
    began = time.process_time()
    await each(TIMES)
    return time.process_time() - began


def _work(kind: str, style: str) -> Work:
    if kind == "request":
        return partial(_requests, load("customer_endpoint", style).get_customer)
    each: Work = getattr(import_module(f"{work.__name__}.{style}"), kind)
    return each


async def _requests(get_customer: Callable[..., Awaitable[Any]], count: int) -> None:
    query = MultiDict(customer_id="42")
    for _ in range(count):
        await get_customer(_Customers, query)


class _Customers:
    """A collection with one customer."""

    @staticmethod
    def find_one(query: object) -> Awaitable[dict[str, str]]:
        return work.answer({"name": "Ada Lovelace"})
