"""One task fetches pages, others store them, a queue lies between.

The queue has room for two pages: when storing is slower, fetching has
to wait for it. The end of the pages is put into the queue as well.
"""

import asyncio
from legacy_style.coroutine import coroutine, run

ROOM = 2  # pages fetched ahead
END = None


@coroutine
def produce(queue, pages, fetch):
    """Put so many pages into the queue, waiting while it is full."""
    for number in range(1, pages + 1):
        page = yield from fetch(number)
        yield from queue.put(page)


@coroutine
def consume(queue, store, say):
    """Store what is in the queue, up to END.

    A page that cannot be stored is said. It does not end the consumer:
    with nobody to make room, the producer would wait for ever.
    """
    while True:
        page = yield from queue.get()
        if page is END:
            return
        try:
            yield from store(page)
        except Exception as error:
            say("not stored:", page, error)


@coroutine
def main(pages, consumers, fetch, store, say=print):
    """Copy so many pages; end when the last one is stored.

    When a page cannot be fetched, those before it are stored first.
    """
    queue = asyncio.Queue(ROOM)
    storing = [
        asyncio.ensure_future(consume(queue, store, say))
        for _ in range(consumers)
    ]
    try:
        yield from produce(queue, pages, fetch)
    finally:
        for _ in storing:
            yield from queue.put(END)
        yield from asyncio.gather(*storing)


if __name__ == "__main__":
    from compare.starts.producer_consumer import fetch, store

    run(main(6, 2, fetch, store))
