"""Answers ``GET /`` with rates that a background task keeps fresh.

The task lives as long as the application: it begins before the first
request and is cancelled, and waited for, after the last.
"""

import asyncio

from aiohttp import web


def application(fetch, seconds, say=print):
    """Return the aiohttp application that serves rates as JSON.

    ``fetch()`` gives an awaitable of a dict. Without first rates the
    application does not start. It fetches again every ``seconds``; when
    that fails, the old rates stay.
    """
    rates = {}

    class Rates(web.View):
        async def get(self):
            return web.json_response(rates)

    async def refresh():
        fresh = await fetch()
        rates.update(fresh)
        say("fresh rates:", fresh)

    async def keep_fresh():
        while True:
            await asyncio.sleep(seconds)
            try:
                await refresh()
            except OSError as error:
                say("the rates stay as they are:", error)

    async def refreshing(app):
        await refresh()
        task = asyncio.ensure_future(keep_fresh())
        yield
        task.cancel()
        await asyncio.wait([task])

    app = web.Application()
    app.router.add_view("/", Rates)
    app.cleanup_ctx.append(refreshing)
    return app


if __name__ == "__main__":
    from compare.starts.periodic_refresh import serve

    serve(application)
