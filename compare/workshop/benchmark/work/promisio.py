"""A hop of promisio's Promise, to compare ours with; no dependency."""

from importlib import import_module
from typing import Any


def hop(count: int) -> Any:
    promise = import_module("promisio").Promise.resolve(0)
    for _ in range(count):
        promise = promise.then(lambda value: value + 1)
    return promise
