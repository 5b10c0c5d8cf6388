"""One task fetches pages, others store them, a queue lies between.

The queue has room for two pages: when storing is slower, fetching has
to wait for it. The end of the pages is put into the queue as well.
"""

import asyncio
from legacy_style.promises.promise import Promise, run

ROOM = 2  # pages fetched ahead
END = None


def produce(queue, pages, fetch):
    """Put so many pages into the queue, waiting while it is full."""
    done, resolve, reject = Promise.with_resolvers()

    def proceed(number):
        def fetched(page):
            return queue.put(page)

        def put(_):
            proceed(number + 1)

        if number <= pages:
            page = Promise.try_(fetch, number)
            page.then(fetched).then(put).catch(reject)
        else:
            resolve()

    proceed(1)
    return done


def consume(queue, store, say):
    """Store what is in the queue, up to END.

    A page that cannot be stored is said. It does not end the consumer:
    with nobody to make room, the producer would wait for ever.
    """
    done, resolve, reject = Promise.with_resolvers()

    def proceed(_):
        Promise.resolve(queue.get()).then(taken).catch(reject)

    def taken(page):
        if page is END:
            return resolve()

        def failed(error):
            if not isinstance(error, Exception):
                raise error
            say("not stored:", page, error)

        return Promise.try_(store, page).catch(failed).then(proceed)

    proceed(None)
    return done


def main(pages, consumers, fetch, store, say=print):
    """Copy so many pages; end when the last one is stored.

    When a page cannot be fetched, those before it are stored first.
    """
    queue = asyncio.Queue(ROOM)
    storing = [consume(queue, store, say) for _ in range(consumers)]

    def ended():
        ends = [queue.put(END) for _ in storing]
        return Promise.all(ends).then(told)

    def told(_):
        return Promise.all(storing)

    return produce(queue, pages, fetch).finally_(ended)


if __name__ == "__main__":
    from compare.starts.producer_consumer import fetch, store

    run(main, 6, 2, fetch, store)
