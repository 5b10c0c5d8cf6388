"""The commands that the server answers."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bson import Int64
from bson.datetime_ms import DatetimeMS

from .collection import MAX_DOCUMENT, Collection, Index
from .dispatch import (
    ARRAY,
    BOOL,
    DOCUMENT,
    LONG,
    NUMBER,
    STRING,
    Answer,
    Call,
    check,
    command,
)
from .errors import Code, CommandError, unsupported
from .fail_point import FailPoint
from .query import Filter, sort_key
from .values import Document
from .wire import MAX_MESSAGE

_MAX_WRITES = 100_000
_FIRST_BATCH = 101
_CURSOR_LIFETIME = 600.0  # seconds without a getMore, as in MongoDB


@dataclass
class _Cursor:
    namespace: str
    rest: deque[Document]
    used: float = field(default_factory=time.monotonic)

    def batch(self, size: float) -> list[Document]:
        """The next documents: no more than ``size``, nor than one answer holds."""
        batch: list[Document] = []
        room = MAX_DOCUMENT
        while self.rest and len(batch) < size and (not batch or len(self.rest[0].raw) <= room):
            batch.append(self.rest.popleft())
            room -= len(batch[-1].raw)
        self.used = time.monotonic()
        return batch


@dataclass
class State:
    """All that the server holds, by namespace (database.collection) and by cursor id."""

    collections: dict[str, Collection] = field(default_factory=dict)
    cursors: dict[int, _Cursor] = field(default_factory=dict)
    fail_point: FailPoint = field(default_factory=FailPoint)

    def collection(self, namespace: str) -> Collection:
        """An empty one, not kept, when there is none."""
        return self.collections.get(namespace) or Collection(namespace)


@command("hello", "isMaster", "ismaster", **{"*": ()})
def _hello(state: State, call: Call) -> Answer:
    primary = "isWritablePrimary" if call.name == "hello" else "ismaster"
    return {
        primary: True,
        "helloOk": True,
        "maxBsonObjectSize": MAX_DOCUMENT,
        "maxMessageSizeBytes": MAX_MESSAGE,
        "maxWriteBatchSize": _MAX_WRITES,
        "localTime": DatetimeMS(time.time_ns() // 1_000_000),
        "logicalSessionTimeoutMinutes": 30,
        "minWireVersion": 0,
        "maxWireVersion": 21,
        "readOnly": False,
    }


@command("buildInfo", "buildinfo")
def _build_info(state: State, call: Call) -> Answer:
    return {
        "version": "7.0.0",
        "versionArray": [7, 0, 0, 0],
        "bits": 64,
        "debug": False,
        "maxBsonObjectSize": MAX_DOCUMENT,
    }


@command("ping", "endSessions")
def _nothing(state: State, call: Call) -> Answer:
    return {}


@command("configureFailPoint", required=["mode"], mode=(str, Document), data=DOCUMENT)
def _configure_fail_point(state: State, call: Call) -> Answer:
    if call.database != "admin":
        raise CommandError(
            Code.Unauthorized, "configureFailPoint may only be run against the admin database."
        )
    if call.fields[call.name] != "failCommand":
        raise CommandError(Code.FailPointSetFailed, f"{call.fields[call.name]} not found")
    state.fail_point.set(call.fields["mode"], call.document("data"))
    return {}


@command(
    "find",
    filter=DOCUMENT,
    sort=DOCUMENT,
    skip=NUMBER,
    limit=NUMBER,
    batchSize=NUMBER,
    singleBatch=BOOL,
)
def _find(state: State, call: Call) -> Answer:
    namespace = call.namespace()
    found = _selected(state, call, "filter")
    cursor = _Cursor(namespace, deque(found))
    answer: Answer = {"firstBatch": cursor.batch(call.count("batchSize", _FIRST_BATCH))}
    id = 0
    if cursor.rest and not call.fields.get("singleBatch"):
        expired = cursor.used - _CURSOR_LIFETIME
        state.cursors = {id: each for id, each in state.cursors.items() if each.used > expired}
        # Unpredictable, so that a client of a server before this one gets CursorNotFound.
        id = int.from_bytes(os.urandom(8)) >> 1 | 1
        state.cursors[id] = cursor
    return {"cursor": answer | {"id": Int64(id), "ns": namespace}}


@command("count", query=DOCUMENT, skip=NUMBER, limit=NUMBER)
def _count(state: State, call: Call) -> Answer:
    return {"n": sum(1 for _ in _selected(state, call, "query"))}


def _selected(state: State, call: Call, filter: str) -> Iterable[Document]:
    """What the command's filter, sort, skip and limit leave of the collection it names."""
    sort = call.document("sort")
    key = sort_key(sort)
    found: Iterable[Document] = state.collection(call.namespace()).find(
        Filter(call.document(filter))
    )
    if sort:
        found = sorted(found, key=key)
    skip, limit = call.count("skip"), call.count("limit")
    return islice(found, skip, skip + limit if limit else None)


@command("getMore", required=["collection"], getMore=LONG, collection=STRING, batchSize=NUMBER)
def _get_more(state: State, call: Call) -> Answer:
    id = call.fields["getMore"]
    namespace = call.namespace("collection")
    cursor = state.cursors.get(id)
    if cursor is None:
        raise CommandError(Code.CursorNotFound, f"cursor id {id} not found")
    if cursor.namespace != namespace:
        raise CommandError(
            Code.Unauthorized,
            f"Requested getMore on namespace '{namespace}', but cursor belongs to a different"
            f" namespace {cursor.namespace}",
        )
    batch = cursor.batch(call.count("batchSize") or float("inf"))
    if not cursor.rest:
        del state.cursors[id]
        id = Int64(0)
    return {"cursor": {"nextBatch": batch, "id": id, "ns": namespace}}


@command("killCursors", required=["cursors"], cursors=ARRAY)
def _kill_cursors(state: State, call: Call) -> Answer:
    ids = call.fields["cursors"]
    killed = [id for id in ids if state.cursors.pop(id, None)]
    return {
        "cursorsKilled": killed,
        "cursorsNotFound": [id for id in ids if id not in killed],
        "cursorsAlive": [],
        "cursorsUnknown": [],
    }


@command("insert", required=["documents"], documents=ARRAY, ordered=BOOL)
def _insert(state: State, call: Call) -> Answer:
    namespace = call.namespace()
    collection = state.collections.setdefault(namespace, Collection(namespace))

    def insert(document: Document) -> int:
        collection.insert(document)
        return 1

    return _write(call, call.documents("documents"), insert)


@command("delete", required=["deletes"], deletes=ARRAY, ordered=BOOL)
def _delete(state: State, call: Call) -> Answer:
    collection = state.collection(call.namespace())
    deletes = call.documents("deletes")
    for each in deletes:
        check("delete.deletes", each, {"q": DOCUMENT, "limit": NUMBER}, ["q", "limit"])
        if each["limit"] not in (0, 1):
            raise CommandError(
                Code.FailedToParse,
                f"The limit field in delete objects must be 0 or 1. Got {each['limit']}",
            )

    def delete(each: Document) -> int:
        found = list(islice(collection.find(Filter(each["q"])), int(each["limit"]) or None))
        for document in found:
            collection.delete(document)
        return len(found)

    return _write(call, deletes, delete)


def _write(call: Call, writes: list[Document], write: Callable[[Document], int]) -> Answer:
    """The writes one by one, to the first that fails unless ``ordered`` is false."""
    if not 0 < len(writes) <= _MAX_WRITES:
        raise CommandError(
            Code.InvalidLength,
            f"Write batch sizes must be between 1 and {_MAX_WRITES}. Got {len(writes)} operations.",
        )
    written = 0
    errors: list[dict[str, Any]] = []
    for index, each in enumerate(writes):
        try:
            written += write(each)
        except CommandError as error:
            errors.append(
                {"index": index, "code": error.code, "errmsg": str(error), **error.details}
            )
            if call.fields.get("ordered", True):
                break
    return {"n": written} | ({"writeErrors": errors} if errors else {})


@command("createIndexes", required=["indexes"], indexes=ARRAY)
def _create_indexes(state: State, call: Call) -> Answer:
    namespace = call.namespace()
    wanted = [_index(each) for each in call.documents("indexes")]
    created = namespace not in state.collections
    collection = state.collections.setdefault(namespace, Collection(namespace))
    before = len(collection.indexes)
    collection.create_indexes(wanted)
    return {
        "numIndexesBefore": before,
        "numIndexesAfter": len(collection.indexes),
        "createdCollectionAutomatically": created,
    }


def _index(spec: Document) -> Index:
    known = {"key": DOCUMENT, "name": STRING, "unique": (bool, *NUMBER), "v": NUMBER}
    check("createIndexes.indexes", spec, known, ["key", "name"])
    for name, direction in spec["key"].items():
        if type(direction) not in NUMBER or not direction:
            raise unsupported(f"Unknown index plugin {direction!r}", Code.CannotCreateIndex)
        if not all(part and not part.startswith("$") for part in name.split(".")):
            raise CommandError(Code.CannotCreateIndex, f"Index key has an illegal name: '{name}'")
    if not spec["key"]:
        raise CommandError(Code.CannotCreateIndex, "Index keys cannot be empty.")
    return Index(spec["name"], dict(spec["key"]), bool(spec.get("unique")))


@command("drop")
def _drop(state: State, call: Call) -> Answer:
    state.collections.pop(call.namespace(), None)
    return {}


@command("dropDatabase")
def _drop_database(state: State, call: Call) -> Answer:
    mine = f"{call.database}."
    for namespace in [each for each in state.collections if each.startswith(mine)]:
        del state.collections[namespace]
    return {"dropped": call.database}
