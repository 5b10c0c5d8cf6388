"""Sources are asked in turn until one has the page; here the generators are edited."""

from legacy_style.coroutine import coroutine

from compare.workshop.mutations.subject import Fault, Subject
from off_coroutine.engine import World


@coroutine
def generators(world):
    @coroutine
    def ask(source):
        text = yield from world.fetch(source)
        return text or "empty"

    for source in ("cache", "disk", "net"):
        try:
            page = yield from ask(source)
        except OSError as error:
            world.say(source, error)
        else:
            return page
    raise LookupError("no source has it")


async def native(world):
    async def ask(source):
        text = await world.fetch(source)
        return text or "empty"

    for source in ("cache", "disk", "net"):
        try:
            page = await ask(source)
        except OSError as error:
            world.say(source, error)
        else:
            return page
    raise LookupError("no source has it")


SUBJECT = Subject(
    "sources",
    rights=[generators, native],
    world=World(fetch=["text", "", OSError("gone")]),
    faults=[
        Fault("the result is raised as StopIteration", "return text", "raise StopIteration(text)"),
        Fault(
            "the end of the sources leaks as StopIteration",
            'for source in ("cache", "disk", "net"):\n',
            'sources = iter(("cache", "disk", "net"))\n'
            "    while True:\n        source = next(sources)\n",
        ),
        Fault("`from` is forgotten", "page = yield from ask", "page = yield ask"),
        Fault("the page is yielded, not returned", "return page", "yield page"),
        Fault(
            "the last `yield from` is lost, and `try` with it",
            "page = yield from ask",
            "page = ask",
        ),
        Fault("the result is not returned", 'return text or "empty"', 'text or "empty"'),
        Fault("an empty page is taken for none", 'text or "empty"', "text"),
        Fault("too wide an except", "except OSError as", "except BaseException as"),
        Fault("the error is not the one raised", "LookupError(", "RuntimeError("),
        Fault("the error comes to nothing", "raise LookupError", "return LookupError"),
    ],
)
