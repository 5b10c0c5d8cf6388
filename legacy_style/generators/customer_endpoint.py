"""Answers ``GET /?customer_id=...`` with a customer from MongoDB."""

import logging
from legacy_style.coroutine import coroutine

from aiohttp import web
from bson import json_util
from pymongo.errors import PyMongoError

LONGEST_ID = 1024  # characters
ONE_ID = f"send one customer_id, of 1 to {LONGEST_ID} characters"
log = logging.getLogger("customer_endpoint")


def requested_id(query):
    """Return the one ``customer_id`` of a query, or None."""
    ids = query.getall("customer_id", [])
    if len(ids) == 1 and 1 <= len(ids[0]) <= LONGEST_ID:
        return ids[0]
    return None


def text(status, words):
    """Return a plain text response."""
    return web.Response(status=status, text=words)


@coroutine
def get_customer(customers, query, warn=log.error):
    """Return the response to a query, from a MongoDB collection.

    200 with the customer as extended JSON, 400 for a query without
    one ``customer_id``, 404 for a customer there isn't, 503 when the
    database does not answer; ``warn`` is then told why.
    """
    customer_id = requested_id(query)
    if customer_id is None:
        return text(400, ONE_ID)
    try:
        customer = yield from customers.find_one(
            {"customer_id": customer_id}
        )
    except PyMongoError as error:
        warn("no answer from the database: %r", error)
        return text(503, "the database does not answer, try later")
    if customer is None:
        return text(
            404, f"customer with id:'{customer_id}' doesn't exist."
        )
    return web.Response(
        text=json_util.dumps(
            customer, json_options=json_util.RELAXED_JSON_OPTIONS
        ),
        content_type="application/json",
    )


def application(customers):
    """Return the aiohttp application that serves a collection."""

    class Customer(web.View):
        @coroutine
        def get(self):
            query = self.request.query
            response = yield from get_customer(customers, query)
            return response

    app = web.Application()
    app.router.add_view("/", Customer)
    return app


if __name__ == "__main__":
    from compare.starts.customer_endpoint import serve

    serve(application)
