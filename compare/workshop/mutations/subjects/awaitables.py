"""One awaitable of each kind; see its contract."""

from legacy_style.generators import awaitables as generators

from compare.contracts.awaitables import main
from compare.workshop.mutations.subject import Fault, Subject
from modern import awaitables as modern
from off_coroutine.engine import NEVER, World

SUBJECT = Subject(
    "awaitables",
    rights=[modern, generators],
    start=main,
    world=World(find=["somebody", ConnectionError("gone"), NEVER]),
    faults=[
        Fault("the Task is not awaited", "customer = await task", "customer = task"),
        Fault(
            "the coroutine is not awaited",
            'await customer_of(find, "Edsger")',
            'customer_of(find, "Edsger")',
        ),
        Fault("the object is not awaited", "await Query", "Query"),
        Fault(
            "the object asks before it is awaited",
            "        self.find = find\n        self.name = name\n",
            "        self.find = find\n        self.name = name\n        self.find(name)\n",
        ),
        Fault(
            "the Task starts too early",
            '    customer = await find("Ada")\n',
            '    task = asyncio.create_task(customer_of(find, "Grace"))\n'
            '    customer = await find("Ada")\n',
        ),
    ],
)
