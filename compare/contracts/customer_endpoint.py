"""The contract of customer_endpoint."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from bson import Decimal128, ObjectId
from multidict import MultiDict
from pymongo import errors

from compare.contract import Contract, Example
from compare.exchange import (
    JSON,
    TEXT,
    Exchange,
    Request,
    drop,
    freeze,
    kill,
    recover,
    refuse,
    restart,
    thaw,
)
from compare.starts.customers import AS_JSON
from off_coroutine.engine import NEVER, World

ONE_ID = "send one customer_id, of 1 to 1024 characters"
UNAVAILABLE = "the database does not answer, try later"
ADA = {
    "_id": ObjectId("5c8a1d5b0190b214360dc031"),
    "name": "Ada Lovelace",
    "balance": Decimal128("1815.12"),
}
ADA_AS_JSON = (
    '{"_id": {"$oid": "5c8a1d5b0190b214360dc031"}, "name": "Ada Lovelace",'
    ' "balance": {"$numberDecimal": "1815.12"}}'
)
ANSWERS = [
    ADA,
    None,
    errors.AutoReconnect("connection closed"),
    errors.ServerSelectionTimeoutError("no servers found yet"),
    errors.NetworkTimeout("timed out"),
    errors.ExecutionTimeout("operation exceeded time limit", 50),
    errors.OperationFailure("not authorized", 13),
    errors.PyMongoError("something else"),
    ValueError("not the database's"),
    NEVER,
]


def asked(*ids: str) -> Callable[[ModuleType, Any], Any]:
    """Start the endpoint's handler with these customer ids in the query."""

    async def start(program: ModuleType, world: Any) -> tuple[int, str, str]:
        query = MultiDict([("customer_id", customer_id) for customer_id in ids])
        response = await program.get_customer(
            world, query, warn=lambda text, *details: world.say(text % details)
        )
        return response.status, response.content_type, response.text

    return start


def found(document: str) -> list[Any]:
    """Return the trace of a query that is answered with a document."""
    return [
        (0, "asks", "find_one({'customer_id': '42'})"),
        (0, "ends", f"returns (200, 'application/json', {document!r})"),
    ]


def told(status: int, text: str, *, asks: str | None = None, says: str | None = None) -> list[Any]:
    """Return the trace of a query that is answered with plain text."""
    trace: list[Any] = [(0, "asks", f"find_one({{'customer_id': {asks!r}}})")] if asks else []
    if says:
        trace.append((0, "says", says))
    return [*trace, (0, "ends", f"returns ({status}, 'text/plain', {text!r})")]


def get(customer_id: str, status: int, body: str) -> Request:
    """Return a request for a percent-encoded id."""
    return Request(f"/?customer_id={customer_id}", status, body, JSON if status == 200 else TEXT)


def missing(customer_id: str, encoded: str) -> Request:
    """Return a request for a customer there isn't."""
    return get(encoded, 404, f"customer with id:'{customer_id}' doesn't exist.")


THERE = get("42", 200, AS_JSON["42"])
NO_ANSWER = get("42", 503, UNAVAILABLE)

CONTRACT = Contract(
    "customer_endpoint",
    clauses=[
        "A customer there is comes as 200, application/json, in relaxed extended JSON; "
        "bson.json_util's default changed between PyMongo 3 and 4, so the mode is named.",
        "A customer there isn't is a 404 that names the id. The published listing answers 200; "
        "then a client cannot tell an answer from a customer, and a cache keeps it.",
        "A query without exactly one customer_id of 1 to 1,024 characters is a 400 that says "
        "what to send, and the database is not asked.",
        "An id is a plain string whatever is in it; it is never an operator.",
        "Another method is a 405 with Allow, another path a 404.",
        "When the database fails, or does not answer in time, the client gets a 503 with nothing "
        "of its inside, and the cause is logged once.",
        "When the database is back, so is the endpoint.",
        "An error that is not the database's is not hidden.",
    ],
    examples=[
        Example(
            "whatever the database answers, every style says the same",
            clauses=[1, 2, 6, 8],
            start=asked("42"),
            world=World(find_one=ANSWERS),
            expected=found(ADA_AS_JSON),
        ),
        Example(
            "a customer there isn't is a 404 that names the id",
            clauses=[2],
            start=asked("42"),
            world=World(find_one=[None]),
            expected=told(404, "customer with id:'42' doesn't exist.", asks="42"),
        ),
        Example(
            "a failing database is a 503 and logged",
            clauses=[6],
            start=asked("42"),
            world=World(find_one=[errors.AutoReconnect("gone")]),
            expected=told(
                503,
                UNAVAILABLE,
                asks="42",
                says="no answer from the database: AutoReconnect('gone')",
            ),
        ),
        Example(
            "an error that is not the database's gets through",
            clauses=[8],
            start=asked("42"),
            world=World(find_one=[ValueError("not the database's")]),
            expected=[
                (0, "asks", "find_one({'customer_id': '42'})"),
                (0, "ends", """raises ValueError("not the database's")"""),
            ],
        ),
        Example(
            "no id is a 400 without asking",
            clauses=[3],
            start=asked(),
            expected=told(400, ONE_ID),
        ),
        Example(
            "two ids are a 400 without asking",
            clauses=[3],
            start=asked("42", "43"),
            expected=told(400, ONE_ID),
        ),
    ],
    exchanges=[
        Exchange(
            "a customer there is comes as extended JSON",
            clauses=[1],
            steps=[
                THERE,
                get("43", 200, AS_JSON["43"]),
            ],
        ),
        Exchange(
            "a customer there isn't is a 404",
            clauses=[2],
            steps=[missing("4242", "4242")],
        ),
        Exchange(
            "a query without one good id is told what to send",
            clauses=[3],
            steps=[
                Request("/", 400, ONE_ID),
                get("", 400, ONE_ID),
                get("42&customer_id=43", 400, ONE_ID),
                get("x" * 1025, 400, ONE_ID),
                Request("/?customer_id[$ne]=1", 400, ONE_ID),
            ],
        ),
        Exchange(
            "an id of 1,024 characters is looked up",
            clauses=[3, 4],
            steps=[
                missing("x" * 1024, "x" * 1024),
                missing("🦊" * 1024, "%F0%9F%A6%8A" * 1024),
            ],
        ),
        Exchange(
            "an id that looks like something else is a plain string",
            clauses=[4],
            steps=[
                get("$ne", 200, AS_JSON["$ne"]),
                get("../etc/passwd", 200, AS_JSON["../etc/passwd"]),
                get("%D7%A2%D7%93%D7%94", 200, AS_JSON["עדה"]),
                missing('{"$gt":""}', "%7B%22$gt%22:%22%22%7D"),
                missing("[$ne]=1", "[$ne]=1"),
                missing("4\x002", "4%002"),
                missing("'\"", "'%22"),
                missing("\u202e24", "%E2%80%AE24"),
                missing("🦊", "%F0%9F%A6%8A"),
            ],
        ),
        Exchange(
            "another method or path is refused",
            clauses=[5],
            steps=[
                Request(
                    "/?customer_id=42", 405, "405: Method Not Allowed", method="POST", allow="GET"
                ),
                Request(
                    "/?customer_id=42", 405, "405: Method Not Allowed", method="DELETE", allow="GET"
                ),
                Request("/customers?customer_id=42", 404, "404: Not Found"),
            ],
        ),
        Exchange(
            "an error of the database is a 503 until it is over",
            clauses=[6, 7],
            steps=[refuse, NO_ANSWER, NO_ANSWER, recover, THERE],
            logged=2,
        ),
        Exchange(
            "a dropped connection is a 503 until it is over",
            clauses=[6, 7],
            steps=[THERE, drop, NO_ANSWER, recover, THERE],
            logged=1,
            seconds=0.7,  # a driver looks for a lost server every 0.5 s
        ),
        Exchange(
            "a frozen database is a 503 until it is thawed",
            clauses=[6, 7],
            steps=[THERE, freeze, NO_ANSWER, thaw, THERE],
            logged=1,
            seconds=0.7,  # a driver looks for a lost server every 0.5 s
        ),
        Exchange(
            "a killed database is a 503 until it is back",
            clauses=[6, 7],
            steps=[THERE, kill, NO_ANSWER, restart, THERE],
            logged=1,
            seconds=0.7,  # a driver looks for a lost server every 0.5 s
        ),
    ],
)
