"""What nobody waits for any more is cancelled by a coroutine, and goes on under a promise."""

import functools

from compare.contracts import deadline, first_wins
from compare.differences import KnownDifference
from compare.differences.cancelling import of_program
from compare.styles import load
from off_coroutine.engine import Limits, World

RACE_GOES_ON = of_program(
    first_wins.CONTRACT,
    0,
    "cancelling a race cancels the mirrors, but not through a promise",
    "A promise that starts tasks needs a way to be told that nobody wants them: hand out "
    "the tasks, or a signal, with it. A coroutine that cleans up in `finally` needs neither.",
)
QUESTION_GOES_ON = of_program(
    deadline.CONTRACT,
    0,
    "cancelling a question closes its connection, but not through a promise",
    "Look at what a caller's cancellation now does at each await: it runs the clean-up that "
    "until now only a deadline or an error did.",
)
LOST_CONNECTION = KnownDifference(
    "a connection that opens in the turn of its deadline is lost, but not to a promise",
    "The result of the await that is cancelled is gone: make a task of what opens something, "
    "await that, and close what it gave, though the await was cancelled.",
    # `wait_for` loses it from Python 3.12 on, where it runs in the task of its caller.
    {
        style: functools.partial(deadline.ask, load("deadline", style))
        for style in ("modern", "promises")
    },
    apart={"promises": ["the clock reaches 2", "at once: connect() gives 'connection 1'"]},
    world=World(connect=["connection 1"], send=["Because."], close=[None]),
    limits=Limits(cancellations=0, simultaneous=2),
)
