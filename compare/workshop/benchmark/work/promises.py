"""The work with promises."""

from legacy_style.promises.promise import Promise
from typing import Any

from compare.workshop.benchmark.work import answer


def added(value: int) -> Promise[int]:
    return Promise.resolve(value + 1)


def call(count: int) -> Promise[Any]:
    def again(value: int) -> Any:
        return added(value).then(again) if value < count else None

    return Promise.resolve(0).then(again)


def hop(count: int) -> Promise[Any]:
    promise = Promise.resolve(0)
    for _ in range(count):
        promise = promise.then(lambda value: value + 1)
    return promise


def wait(count: int) -> Promise[Any]:
    if count == 0:
        return Promise.resolve(None)
    return Promise.resolve(answer()).then(lambda _: wait(count - 1))


def waited() -> Promise[Any]:
    return Promise.resolve(answer())


def task(count: int) -> Promise[Any]:
    return Promise.all([waited() for _ in range(count)])
