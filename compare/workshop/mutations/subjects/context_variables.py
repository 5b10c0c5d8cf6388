"""The house's request ids; see its contract."""

from legacy_style.generators import context_variables as generators

from compare.contracts.context_variables import handling
from compare.workshop.mutations.subject import Fault, Subject
from modern import context_variables as modern
from off_coroutine.engine import Limits, World

SUBJECT = Subject(
    "context_variables",
    rights=[modern, generators],
    world=World(find=[4], in_thread=[None]),
    limits=Limits(cancellations=0),
    start=handling(("A1", ["tea"]), ("B2", ["pot"])),
    faults=[
        Fault("the thread gets no context", "in_thread(context.run, ", "in_thread("),
        Fault(
            "the thread gets an empty context",
            "contextvars.copy_context()",
            "contextvars.Context()",
        ),
        Fault(
            "the id is a global",
            "    REQUEST.set(request)\n",
            "    global REQUEST\n"
            "    REQUEST = contextvars.ContextVar('REQUEST', default=request)\n",
        ),
        Fault("the callback stays when all is done", "        slow.cancel()\n", "        pass\n"),
    ],
)
