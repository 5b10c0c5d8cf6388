"""Answers ``GET /`` with all customers from MongoDB, a line each.

However many there are, only one batch of them is in memory. A client
that reads slowly is waited for, before the next batch is asked for.
"""

from legacy_style.coroutine import coroutine

from aiohttp import web
from bson import json_util


def line_of(customer):
    """Return a document as a line of relaxed extended JSON."""
    line = json_util.dumps(
        customer, json_options=json_util.RELAXED_JSON_OPTIONS
    )
    return line.encode() + b"\n"


@coroutine
def send_lines(cursor, write):
    """Write all that a cursor finds, and close it in any case."""
    try:
        while (yield from cursor.fetch_next):
            customer = cursor.next_object()
            yield from write(line_of(customer))
    finally:
        yield from cursor.close()


def application(customers):
    """Return the aiohttp application that serves a collection.

    When the database fails on the way, the connection is cut: from a
    regular end the client would take it that these are all.
    """

    class Customers(web.View):
        @coroutine
        def get(self):
            response = web.StreamResponse()
            response.content_type = "application/x-ndjson"
            yield from response.prepare(self.request)
            cursor = customers.find().sort("_id")
            yield from send_lines(cursor, response.write)
            yield from response.write_eof()
            return response

    app = web.Application()
    app.router.add_view("/", Customers)
    return app


if __name__ == "__main__":
    from compare.starts.streamed_customers import serve

    serve(application)
