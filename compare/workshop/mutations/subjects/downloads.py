# mypy: no-check-untyped-defs
# A generator-based coroutine delegates to native ones, which no annotation can say.
"""Four files are downloaded, two at a time; what fails says why."""

import asyncio
from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


class File:
    """A downloaded file; its ``repr`` says nothing of it."""

    def __init__(self, name, text):
        self.name = name
        self.text = text


async def native(world):
    two = asyncio.Semaphore(2)

    async def download(name):
        async with two:
            try:
                return File(name, await world.fetch(name))
            except OSError as error:
                raise LookupError(name) from error

    return await asyncio.gather(*map(download, "abcd"), return_exceptions=True)


@coroutine
def generators(world):
    two = asyncio.Semaphore(2)

    @coroutine
    def download(name):
        yield from two.acquire()
        try:
            return File(name, (yield from world.fetch(name)))
        except OSError as error:
            raise LookupError(name) from error
        finally:
            two.release()

    return (yield from asyncio.gather(*map(download, "abcd"), return_exceptions=True))


async def with_workers(world):
    results = {}

    async def download(name):
        try:
            return File(name, await world.fetch(name))
        except OSError as error:
            raise LookupError(name) from error

    async def work():
        for name in names:
            try:
                results[name] = await download(name)
            except LookupError as error:
                results[name] = error

    names = iter("abcd")
    await asyncio.gather(work(), work())
    return [results[name] for name in "abcd"]


SUBJECT = Subject(
    "downloads",
    rights=[native, generators, with_workers],
    world=World(fetch=["text", OSError("unreachable")]),
    faults=[
        Fault("three at a time", "Semaphore(2)", "Semaphore(3)"),
        Fault(
            "each download makes a semaphore of its own", "with two", "with asyncio.Semaphore(2)"
        ),
        Fault("the reason is lost on the way", " from error", ""),
        Fault("a file does not know its name", "File(name, await", "File(None, await"),
    ],
)
