"""Two shops asked for all or none; see its contract."""

from legacy_style.generators import fan_out as generators

from compare.contracts.fan_out import CLOSED, asking
from compare.workshop.mutations.subject import Fault, Subject
from modern import fan_out as modern
from off_coroutine.engine import NEVER, World

SUBJECT = Subject(
    "fan_out",
    rights=[modern, generators],
    start=asking("all_or_none"),
    world=World(price_of=[12, 30, CLOSED, NEVER]),
    faults=[
        Fault(
            "a failure does not stop the others",
            "        async with asyncio.TaskGroup() as group:\n"
            "            tasks = [\n"
            "                group.create_task(price_of(shop)) for shop in shops\n"
            "            ]\n"
            "    except* OSError as failed:\n"
            '        say("no sum:", *failed.exceptions)\n',
            "        tasks = [asyncio.create_task(price_of(shop)) for shop in shops]\n"
            "        await asyncio.gather(*tasks)\n"
            "    except OSError as failed:\n"
            '        say("no sum:", failed)\n',
        ),
        Fault(
            "the group is said, not its error",
            "*failed.exceptions",
            "failed",
        ),
        Fault(
            "the group is caught as what is in it",
            'except* OSError as failed:\n        say("no sum:", *failed.exceptions)\n',
            'except OSError as failed:\n        say("no sum:", failed)\n',
        ),
        Fault(
            "the shops are asked one after another",
            "            tasks = [\n"
            "                group.create_task(price_of(shop)) for shop in shops\n"
            "            ]\n",
            "            tasks = []\n            for shop in shops:\n"
            "                tasks.append(group.create_task(price_of(shop)))\n"
            "                await asyncio.wait(tasks)\n",
        ),
        Fault("the first price is left out", "in tasks))", "in tasks[1:]))"),
    ],
)
