"""The first task fetches the token, the others wait for it.

Between looking for the token and having it the task is suspended:
without the lock every task would fetch a token of its own.
"""

import asyncio
from asyncio import run


async def shared_token(kept, lock, fetch):
    """Return the token that ``kept`` has, or else will have.

    A fetch that fails is its own caller's: the next one tries again.
    """
    async with lock:
        if kept["token"] is None:
            kept["token"] = await fetch()
        return kept["token"]


async def call(number, kept, lock, fetch, say):
    """Say with which token this call goes out, or why it doesn't."""
    try:
        token = await shared_token(kept, lock, fetch)
        say("call", number, "with", token)
    except ConnectionError as error:
        say("call", number, "without:", error)


async def main(calls, fetch, say=print):
    """Start so many calls together; end when all have ended."""
    kept, lock = {"token": None}, asyncio.Lock()
    await asyncio.gather(
        *[
            call(number, kept, lock, fetch, say)
            for number in range(1, calls + 1)
        ]
    )


if __name__ == "__main__":
    from compare.starts.locked_section import fetch

    run(main(3, fetch))
