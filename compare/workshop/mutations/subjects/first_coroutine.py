"""The first coroutine and the one that it awaits; see its contract."""

from legacy_style.generators import first_coroutine as generators

from compare.contracts.first_coroutine import first
from compare.workshop.mutations.subject import Fault, Subject
from modern import first_coroutine as modern
from off_coroutine.engine import NEVER, World

SUBJECT = Subject(
    "first_coroutine",
    rights=[modern, generators],
    start=first,
    world=World(measure=[11, LookupError("no station"), NEVER]),
    faults=[
        Fault("the answer is not awaited", "await measure", "measure"),
        Fault("the second coroutine is not awaited", "await temperature", "temperature"),
        Fault(
            "says so before it has it",
            '    words = await temperature(city, measure)\n    say("inside: it has", words)\n',
            '    say("inside: it has", city)\n    words = await temperature(city, measure)\n',
        ),
        Fault(
            "the first coroutine returns nothing",
            '"inside: it has", words)\n    return words',
            '"inside: it has", words)',
        ),
    ],
)
