"""What fails for the moment is tried again, later and later.

Each pause may be twice as long as the one before. How much of it is
waited is left to chance, so that those that failed together do not come
back together. What would only fail again is not tried again.
"""

import asyncio
from asyncio import run


async def retry(call, tries, pause, jitter, say=print):
    """Return what ``call()`` gives, in at most that many tries.

    Only a ConnectionError is tried again; the last one is raised. The
    first pause takes up to ``pause`` seconds, and ``jitter()`` says
    which part of it, from 0 to 1.
    """
    number = 1
    while True:
        try:
            answer = await call()
            return answer
        except ConnectionError as error:
            if number == tries:
                raise
            delay = jitter() * pause
            say(f"try {number}: {error}; again in {delay:.3f} s")
        await asyncio.sleep(delay)
        number += 1
        pause *= 2


async def page(fetch, jitter, say=print):
    """Return the page that ``fetch()`` gives, or None and say why."""
    try:
        text = await retry(fetch, 3, 0.1, jitter, say)
    except OSError as error:
        say("no page:", error)
        return None
    say("the page:", text)
    return text


if __name__ == "__main__":
    from compare.starts.retry import busy, closed, forbidden, jitter

    run(page(busy, jitter))
    run(page(closed, jitter))
    run(page(forbidden, jitter))
