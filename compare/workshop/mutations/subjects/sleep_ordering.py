"""The house's sleep demo; see its contract."""

from legacy_style.generators import sleep_ordering as generators

from compare.contracts.sleep_ordering import tasks
from compare.workshop.mutations.subject import Fault, Subject
from modern import sleep_ordering as modern

SUBJECT = Subject(
    "sleep_ordering",
    rights=[modern, generators],
    start=tasks(0.1, 0.2, 0.2, 0),
    faults=[
        Fault("the sleep is not awaited", "await asyncio.sleep(s)", "asyncio.sleep(s)"),
        Fault("milliseconds for seconds", "sleep(s)", "sleep(s / 1000)"),
        Fault(
            "speaks before it sleeps",
            '    await asyncio.sleep(s)\n    say("Running Task", msg)\n',
            '    say("Running Task", msg)\n    await asyncio.sleep(s)\n',
        ),
        Fault(
            "the tasks run one after another",
            "    await asyncio.gather(\n"
            "        *[print_after_sleep(msg, s, say) for msg, s in tasks]\n    )\n",
            "    for msg, s in tasks:\n        await print_after_sleep(msg, s, say)\n",
        ),
        Fault("the tasks are not awaited", "    await asyncio.gather(", "    asyncio.gather("),
        Fault(
            "ends with the first task",
            "await asyncio.gather(\n"
            "        *[print_after_sleep(msg, s, say) for msg, s in tasks]\n",
            "first, *_ = [\n        asyncio.create_task(print_after_sleep(msg, s, say))"
            " for msg, s in tasks\n    ]\n    await asyncio.gather(first\n",
        ),
        Fault("starts the last task first", "in tasks]", "in reversed(tasks)]"),
        Fault(
            "sleeps on when cancelled",
            "await asyncio.sleep(s)",
            "await asyncio.shield(asyncio.sleep(s))",
        ),
        Fault(
            "returns what gather gives",
            "    await asyncio.gather(",
            "    return await asyncio.gather(",
        ),
        Fault(
            "a cancellation is taken for the end of the sleep",
            "    await asyncio.sleep(s)\n",
            "    try:\n        await asyncio.sleep(s)\n"
            "    except asyncio.CancelledError:\n        pass\n",
        ),
    ],
)
