"""Answers ``GET /`` with rates that a background task keeps fresh.

The task lives as long as the application: it begins before the first
request and is cancelled, and waited for, after the last.
"""

import asyncio
from legacy_style.coroutine import coroutine

from aiohttp import web


def application(fetch, seconds, say=print):
    """Return the aiohttp application that serves rates as JSON.

    ``fetch()`` gives an awaitable of a dict. Without first rates the
    application does not start. It fetches again every ``seconds``; when
    that fails, the old rates stay.
    """
    rates = {}

    class Rates(web.View):
        @coroutine
        def get(self):
            return web.json_response(rates)

    @coroutine
    def refresh():
        fresh = yield from fetch()
        rates.update(fresh)
        say("fresh rates:", fresh)

    @coroutine
    def keep_fresh():
        while True:
            yield from asyncio.sleep(seconds)
            try:
                yield from refresh()
            except OSError as error:
                say("the rates stay as they are:", error)

    tasks = []

    @coroutine
    def start(app):
        yield from refresh()
        tasks.append(asyncio.ensure_future(keep_fresh()))

    @coroutine
    def stop(app):
        for task in tasks:
            task.cancel()
            yield from asyncio.wait([task])

    app = web.Application()
    app.router.add_view("/", Rates)
    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app


if __name__ == "__main__":
    from compare.starts.periodic_refresh import serve

    serve(application)
