"""The house's token behind a lock; see its contract."""

from legacy_style.generators import locked_section as generators

from compare.contracts.locked_section import calls
from compare.workshop.mutations.subject import Fault, Subject
from modern import locked_section as modern
from off_coroutine.engine import World

SUBJECT = Subject(
    "locked_section",
    rights=[modern, generators],
    world=World(fetch=["token", ConnectionError("no network")]),
    start=calls(2),
    faults=[
        Fault("the lock is left out", "async with lock:", "if lock is not None:"),
        Fault("a lock for each call", "async with lock:", "async with asyncio.Lock():"),
        Fault(
            "looks before it has the lock",
            '    async with lock:\n        if kept["token"] is None:\n'
            '            kept["token"] = await fetch()\n        return kept["token"]\n',
            '    if kept["token"] is None:\n        async with lock:\n'
            '            kept["token"] = await fetch()\n    return kept["token"]\n',
        ),
        Fault(
            "a failed fetch keeps the lock",
            '    async with lock:\n        if kept["token"] is None:\n'
            '            kept["token"] = await fetch()\n        return kept["token"]\n',
            '    await lock.acquire()\n    if kept["token"] is None:\n'
            '        kept["token"] = await fetch()\n    lock.release()\n    return kept["token"]\n',
        ),
    ],
)
