"""What fails for the moment is tried again, later and later.

Each pause may be twice as long as the one before. How much of it is
waited is left to chance, so that those that failed together do not come
back together. What would only fail again is not tried again.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


def retry(call, tries, pause, jitter, say=print):
    """Return what ``call()`` gives, in at most that many tries.

    Only a ConnectionError is tried again; the last one is raised. The
    first pause takes up to ``pause`` seconds, and ``jitter()`` says
    which part of it, from 0 to 1.
    """

    def attempt(number, pause):
        def failed(error):
            if not isinstance(error, ConnectionError):
                raise error
            if number == tries:
                raise error
            delay = jitter() * pause
            say(f"try {number}: {error}; again in {delay:.3f} s")
            return Promise.resolve(asyncio.sleep(delay)).then(paused)

        def paused(_):
            return attempt(number + 1, pause * 2)

        return Promise.try_(call).catch(failed)

    return attempt(1, pause)


def page(fetch, jitter, say=print):
    """Return the page that ``fetch()`` gives, or None and say why."""

    def failed(error):
        if not isinstance(error, OSError):
            raise error
        say("no page:", error)

    def fetched(text):
        say("the page:", text)
        return text

    return retry(fetch, 3, 0.1, jitter, say).then(fetched, failed)


if __name__ == "__main__":
    from compare.starts.retry import busy, closed, forbidden, jitter

    run(page, busy, jitter)
    run(page, closed, jitter)
    run(page, forbidden, jitter)
