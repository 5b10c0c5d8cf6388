"""Whoever sleeps the shortest speaks first.

Three tasks start together and each speaks after a delay of its own, so
the order is that of the delays, not of the start: 2, 1, 3. While one
of them sleeps, the event loop runs the others.
"""

import asyncio
import sys
from legacy_style.promises.promise import Promise, run


def print_after_sleep(msg, s, say=print):
    """Sleep for ``s`` seconds, then say which task is running."""

    def woken(_):
        say("Running Task", msg)

    return Promise.resolve(asyncio.sleep(s)).then(woken)


def main(tasks, say=print):
    """Start a task for each ``(msg, s)``; end when all have ended."""

    def ended(_):
        return None

    return Promise.all(
        [print_after_sleep(msg, s, say) for msg, s in tasks]
    ).then(ended)


if __name__ == "__main__":
    from compare.starts.sleep_ordering import tasks

    run(main, tasks(sys.argv[1:]))
