"""Answers ``GET /`` with rates that a background task keeps fresh.

The task lives as long as the application: it begins before the first
request and is cancelled, and waited for, after the last.
"""

import asyncio
from legacy_style.promises.promise import Promise

from aiohttp import web


def application(fetch, seconds, say=print):
    """Return the aiohttp application that serves rates as JSON.

    ``fetch()`` gives an awaitable of a dict. Without first rates the
    application does not start. It fetches again every ``seconds``; when
    that fails, the old rates stay.
    """
    rates = {}

    class Rates(web.View):
        def get(self):
            return Promise.resolve(web.json_response(rates))

    waited_for, stopping = None, False

    def wait_for(awaitable):
        nonlocal waited_for
        waited_for = asyncio.ensure_future(awaitable)
        if stopping:
            waited_for.cancel()
        return Promise.resolve(waited_for)

    def refresh():
        def fetched(fresh):
            rates.update(fresh)
            say("fresh rates:", fresh)

        return wait_for(fetch()).then(fetched)

    def keep_fresh():
        ended, _, reject = Promise.with_resolvers()

        def proceed(_):
            sleeping = wait_for(asyncio.sleep(seconds))
            sleeping.then(slept).then(proceed).catch(reject)

        def slept(_):
            return refresh().catch(failed)

        def failed(error):
            if not isinstance(error, OSError):
                raise error
            say("the rates stay as they are:", error)

        proceed(None)
        return ended

    loops = []

    def start(app):
        def refreshed(_):
            loops.append(keep_fresh())

        return refresh().then(refreshed)

    def stop(app):
        nonlocal stopping
        stopping = True
        if waited_for is not None:
            waited_for.cancel()
        return Promise.all_settled(loops)

    app = web.Application()
    app.router.add_view("/", Rates)
    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app


if __name__ == "__main__":
    from compare.starts.periodic_refresh import serve

    serve(application)
