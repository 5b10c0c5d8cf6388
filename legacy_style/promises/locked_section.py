"""The first task fetches the token, the others wait for it.

Between looking for the token and having it the task is suspended:
without the lock every task would fetch a token of its own.
"""

import asyncio
from legacy_style.promises.promise import Promise, run


def shared_token(kept, lock, fetch):
    """Return the token that ``kept`` has, or else will have.

    A fetch that fails is its own caller's: the next one tries again.
    """

    def acquired(_):
        return Promise.try_(look_up).finally_(lock.release)

    def look_up():
        if kept["token"] is not None:
            return kept["token"]
        return Promise.try_(fetch).then(fetched)

    def fetched(token):
        kept["token"] = token
        return token

    return Promise.resolve(lock.acquire()).then(acquired)


def call(number, kept, lock, fetch, say):
    """Say with which token this call goes out, or why it doesn't."""

    def got(token):
        say("call", number, "with", token)

    def failed(error):
        if not isinstance(error, ConnectionError):
            raise error
        say("call", number, "without:", error)

    return shared_token(kept, lock, fetch).then(got).catch(failed)


def main(calls, fetch, say=print):
    """Start so many calls together; end when all have ended."""
    kept, lock = {"token": None}, asyncio.Lock()

    def ended(_):
        return None

    return Promise.all(
        [
            call(number, kept, lock, fetch, say)
            for number in range(1, calls + 1)
        ]
    ).then(ended)


if __name__ == "__main__":
    from compare.starts.locked_section import fetch

    run(main, 3, fetch)
