"""The first answer wins; the others are cancelled.

The same question goes to all the mirrors at once. One that fails drops
out of the race. Nobody goes on running when that is over: whoever is
late is cancelled, and waited for until it has cleaned up.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


class NoAnswerError(Exception):
    """Every mirror lost the race; the arguments are their errors."""


def first_answer(ask, mirrors):
    """Return the first answer from any of the mirrors.

    ``ask(mirror)`` is awaited. An OSError is a lost race. Any other
    error ends the race, as an answer does.
    """

    def race(answered, lost):
        def failed(error):
            if not isinstance(error, OSError):
                lost(error)
                return
            errors.append(error)
            if len(errors) == len(tasks):
                lost(NoAnswerError(*errors))

        for task in tasks:
            Promise.resolve(task).then(answered, failed)

    def over():
        for task in tasks:
            task.cancel()
        return Promise.all_settled(tasks)

    tasks = [asyncio.ensure_future(ask(mirror)) for mirror in mirrors]
    errors = []
    return Promise(race).finally_(over)


def main(ask, mirrors, say=print):
    """Say the first answer, or why there is none."""

    def failed(error):
        if not isinstance(error, NoAnswerError):
            raise error
        say("nobody won:", *error.args)

    def answered(answer):
        say("the winner:", answer)

    return first_answer(ask, mirrors).then(answered, failed)


if __name__ == "__main__":
    from compare.starts.first_wins import MIRRORS, OFFLINE, ask

    run(main, ask, MIRRORS)
    run(main, ask, OFFLINE)
