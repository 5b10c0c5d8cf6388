"""Answers ``GET /`` with all customers from MongoDB, a line each.

However many there are, only one batch of them is in memory. A client
that reads slowly is waited for, before the next batch is asked for.
"""

from legacy_style.promises.promise import Promise

from aiohttp import web
from bson import json_util


def line_of(customer):
    """Return a document as a line of relaxed extended JSON."""
    line = json_util.dumps(
        customer, json_options=json_util.RELAXED_JSON_OPTIONS
    )
    return line.encode() + b"\n"


def send_lines(cursor, write):
    """Write all that a cursor finds, and close it in any case."""
    done, resolve, reject = Promise.with_resolvers()

    def proceed(_):
        found = Promise.resolve(cursor.fetch_next)
        found.then(fetched).catch(reject)

    def fetched(is_there):
        if is_there:
            customer = cursor.next_object()
            written = Promise.resolve(write(line_of(customer)))
            return written.then(proceed)
        return resolve()

    # No step returns the next one: its promise would wait for all.
    proceed(None)
    return done.finally_(cursor.close)


def application(customers):
    """Return the aiohttp application that serves a collection.

    When the database fails on the way, the connection is cut: from a
    regular end the client would take it that these are all.
    """

    class Customers(web.View):
        def get(self):
            response = web.StreamResponse()
            response.content_type = "application/x-ndjson"

            def prepared(_):
                cursor = customers.find().sort("_id")
                return send_lines(cursor, response.write)

            def sent(_):
                return response.write_eof()

            def ended(_):
                return response

            preparing = Promise.resolve(response.prepare(self.request))
            return preparing.then(prepared).then(sent).then(ended)

    app = web.Application()
    app.router.add_view("/", Customers)
    return app


if __name__ == "__main__":
    from compare.starts.streamed_customers import serve

    serve(application)
