"""The commands that read: find and what follows it, count."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice

from bson import Int64

from .dispatch import Answer, Call, Command
from .errors import Code, CommandError
from .fields import ARRAY, BOOL, DOCUMENT, LONG, NUMBER, STRING, check_type
from .query import Filter, sort_key
from .state import Cursor, State
from .values import Document

_FIRST_BATCH = 101


def _find(state: State, call: Call) -> Answer:
    cursor = Cursor(call.namespace(), _selected(state, call, "filter"))
    batch = cursor.batch(call.count("batchSize", _FIRST_BATCH))
    more = cursor.rest and not call.fields.get("singleBatch")
    id = Int64(state.keep(cursor) if more else 0)
    return {"cursor": {"firstBatch": batch, "id": id, "ns": cursor.namespace}}


def _count(state: State, call: Call) -> Answer:
    return {"n": sum(1 for _ in _selected(state, call, "query"))}


def _selected(state: State, call: Call, filter: str) -> Iterable[Document]:
    """What the named filter field, sort, skip and limit leave of the collection."""
    collection = state.collection(call.namespace())
    found: Iterable[Document] = collection.find(Filter(call.document(filter)))
    if sort := call.document("sort"):
        found = sorted(found, key=sort_key(sort))
    skip, limit = call.count("skip"), call.count("limit")
    return islice(found, skip, skip + limit if limit else None)


def _get_more(state: State, call: Call) -> Answer:
    id, namespace = call.fields["getMore"], call.namespace("collection")
    check_type("getMore.getMore", id, LONG)
    cursor = state.cursors.get(id)
    if cursor is None:
        raise CommandError(Code.CursorNotFound, f"cursor id {id} not found")
    if cursor.namespace != namespace:
        raise CommandError(
            Code.Unauthorized,
            f"Requested getMore on namespace '{namespace}', but cursor belongs to a different"
            f" namespace {cursor.namespace}",
        )
    batch = cursor.batch(call.count("batchSize") or math.inf)
    if not cursor.rest:
        del state.cursors[id]
        id = Int64(0)
    return {"cursor": {"nextBatch": batch, "id": id, "ns": namespace}}


def _kill_cursors(state: State, call: Call) -> Answer:
    ids = call.fields["cursors"]
    for position, id in enumerate(ids):
        check_type(f"killCursors.cursors.{position}", id, LONG)
    killed = [id for id in ids if state.cursors.pop(id, None)]
    missing = [id for id in ids if id not in killed]
    return {
        "cursorsKilled": killed,
        "cursorsNotFound": missing,
        "cursorsAlive": [],
        "cursorsUnknown": [],
    }


_WINDOW = {"skip": NUMBER, "limit": NUMBER}
_FIND = {"filter": DOCUMENT, "sort": DOCUMENT, "batchSize": NUMBER, "singleBatch": BOOL}
COMMANDS = {
    "find": Command(_find, {**_FIND, **_WINDOW}),
    "count": Command(_count, {"query": DOCUMENT, **_WINDOW}),
    "getMore": Command(_get_more, {"collection": STRING, "batchSize": NUMBER}, "collection"),
    "killCursors": Command(_kill_cursors, {"cursors": ARRAY}, "cursors"),
}
