"""What the sleep demo takes from its command line; any Python from 3.6 on."""

import argparse
from typing import List, Sequence, Tuple

PUBLISHED = [(1, 2.0), (2, 1.0), (3, 3.0)]
LONGEST = 86400.0


def tasks(words: Sequence[str]) -> List[Tuple[int, float]]:
    """Return ``(number, seconds)`` for each delay; without any, the published three.

    A bad delay ends the process with status 2 and a message.
    """
    parser = argparse.ArgumentParser(
        description="Start one task per delay; each speaks when its delay is over.",
        epilog="Without delays: 2 1 3, as published.",
    )
    parser.add_argument(
        "seconds", nargs="*", type=seconds, help="the delay of the next task, in seconds"
    )
    delays = parser.parse_args(words).seconds
    return list(enumerate(delays, 1)) if delays else list(PUBLISHED)


def seconds(word: str) -> float:
    """Return the delay that a word of the command line stands for."""
    try:
        delay = float(word)
    except ValueError:
        delay = -1.0
    if not 0 <= delay <= LONGEST:
        raise argparse.ArgumentTypeError(
            "{!r} is no delay: give seconds between 0 and {:.0f}, such as 0.5".format(word, LONGEST)
        )
    return delay
