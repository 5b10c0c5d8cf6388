"""Three tries for a page; see its contract."""

from legacy_style.generators import retry as generators

from compare.contracts.retry import FORBIDDEN, RESET, retry
from compare.workshop.mutations.subject import Fault, Subject
from modern import retry as modern
from off_coroutine.engine import NEVER, World

SUBJECT = Subject(
    "retry",
    rights=[modern, generators],
    start=retry(3, 0.5, 1),
    world=World(fetch=["page", RESET, FORBIDDEN, NEVER]),
    faults=[
        Fault("what must not be is tried again", "except ConnectionError", "except OSError"),
        Fault(
            "the pause is not awaited",
            "        await asyncio.sleep(delay)\n",
            "        asyncio.sleep(delay)\n",
        ),
        Fault("the pauses do not double", "        pause *= 2\n", ""),
        Fault(
            "pauses once more before it gives up",
            "            if number == tries:\n                raise\n",
            "            if number == tries:\n"
            "                await asyncio.sleep(pause)\n                raise\n",
        ),
        Fault("the jitter is left out", "jitter() * pause", "pause"),
        Fault(
            "returns a coroutine from within the try",
            "            answer = await call()\n            return answer\n",
            "            return call()\n",
        ),
    ],
)
