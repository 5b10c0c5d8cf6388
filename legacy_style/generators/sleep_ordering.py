"""Whoever sleeps the shortest speaks first.

Three tasks start together and each speaks after a delay of its own, so
the order is that of the delays, not of the start: 2, 1, 3. While one
of them sleeps, the event loop runs the others.
"""

import asyncio
import sys
from legacy_style.coroutine import coroutine, run


@coroutine
def print_after_sleep(msg, s, say=print):
    """Sleep for ``s`` seconds, then say which task is running."""
    yield from asyncio.sleep(s)
    say("Running Task", msg)


@coroutine
def main(tasks, say=print):
    """Start a task for each ``(msg, s)``; end when all have ended."""
    yield from asyncio.gather(
        *[print_after_sleep(msg, s, say) for msg, s in tasks]
    )


if __name__ == "__main__":
    from compare.starts.sleep_ordering import tasks

    run(main(tasks(sys.argv[1:])))
