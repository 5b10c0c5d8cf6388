"""The first answer wins; the others are cancelled.

The same question goes to all the mirrors at once. One that fails drops
out of the race. Nobody goes on running when that is over: whoever is
late is cancelled, and waited for until it has cleaned up.
"""

import asyncio
from legacy_style.coroutine import coroutine, run


class NoAnswerError(Exception):
    """Every mirror lost the race; the arguments are their errors."""


@coroutine
def first_answer(ask, mirrors):
    """Return the first answer from any of the mirrors.

    ``ask(mirror)`` is awaited. An OSError is a lost race. Any other
    error ends the race, as an answer does.
    """
    tasks = [asyncio.ensure_future(ask(mirror)) for mirror in mirrors]
    errors = []
    try:
        for next_answer in asyncio.as_completed(tasks):
            try:
                answer = yield from next_answer
                return answer
            except OSError as error:
                errors.append(error)
        raise NoAnswerError(*errors)
    finally:
        for task in tasks:
            task.cancel()
        yield from asyncio.gather(*tasks, return_exceptions=True)


@coroutine
def main(ask, mirrors, say=print):
    """Say the first answer, or why there is none."""
    try:
        answer = yield from first_answer(ask, mirrors)
    except NoAnswerError as error:
        say("nobody won:", *error.args)
    else:
        say("the winner:", answer)


if __name__ == "__main__":
    from compare.starts.first_wins import MIRRORS, OFFLINE, ask

    run(main(ask, MIRRORS))
    run(main(ask, OFFLINE))
