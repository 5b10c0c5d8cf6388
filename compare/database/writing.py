"""The commands that write: documents, indexes, and dropping them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from .collection import Collection, Index
from .dispatch import Answer, Call, Command
from .errors import Code, CommandError, unsupported
from .fields import ARRAY, BOOL, DOCUMENT, NUMBER, STRING, check, documents
from .paths import sortable, split
from .query import Filter
from .state import State
from .values import Document

MAX_WRITES = 100_000  # in one command


def _insert(state: State, call: Call) -> Answer:
    namespace = call.namespace()
    new = documents("insert.documents", call.fields["documents"])
    collection = state.collections.setdefault(namespace, Collection(namespace))

    def insert(document: Document) -> int:
        collection.insert(document)
        return 1

    return _write(call, new, insert)


def _delete(state: State, call: Call) -> Answer:
    collection = state.collection(call.namespace())
    deletes = documents("delete.deletes", call.fields["deletes"])
    for each in deletes:
        check("delete.deletes", each, {"q": DOCUMENT, "limit": NUMBER}, "q", "limit")
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
    """Runs the writes one by one, up to the first that fails unless ``ordered`` is false."""
    if not 0 < len(writes) <= MAX_WRITES:
        raise CommandError(
            Code.InvalidLength,
            f"Write batch sizes must be between 1 and {MAX_WRITES}. Got {len(writes)} operations.",
        )
    written = 0
    errors: list[dict[str, Any]] = []
    for index, each in enumerate(writes):
        try:
            written += write(each)
        except CommandError as error:
            errors.append({"index": index, "code": error.code, "errmsg": str(error)})
            errors[-1] |= error.details
            if call.fields.get("ordered", True):
                break
    return {"n": written, **({"writeErrors": errors} if errors else {})}


def _create_indexes(state: State, call: Call) -> Answer:
    namespace = call.namespace()
    created = namespace not in state.collections
    collection = state.collection(namespace)
    before = len(collection.indexes)
    specs = documents("createIndexes.indexes", call.fields["indexes"])
    collection.create_indexes(map(_index, specs))
    state.collections[namespace] = collection
    return {
        "numIndexesBefore": before,
        "numIndexesAfter": len(collection.indexes),
        "createdCollectionAutomatically": created,
    }


_INDEX = {
    "key": DOCUMENT,
    "name": STRING,
    "unique": (bool, *NUMBER),
    # Neither changes what the index does.
    "background": (bool, *NUMBER),
    "v": NUMBER,
}


def _index(spec: Document) -> Index:
    check("createIndexes.indexes", spec, _INDEX, "key", "name")
    if not spec["key"]:
        raise CommandError(Code.CannotCreateIndex, "Index keys cannot be empty.")
    for name, direction in spec["key"].items():
        if type(direction) not in NUMBER or not direction:
            raise unsupported(Code.CannotCreateIndex, f"Unknown index plugin {direction!r}")
        if not sortable(split(name)):
            raise CommandError(Code.CannotCreateIndex, f"Index key has an illegal name: '{name}'")
    return Index(spec["name"], dict(spec["key"]), bool(spec.get("unique")))


def _drop(state: State, call: Call) -> Answer:
    state.collections.pop(call.namespace(), None)
    return {}


def _drop_database(state: State, call: Call) -> Answer:
    prefix = f"{call.database}."
    for namespace in [each for each in state.collections if each.startswith(prefix)]:
        del state.collections[namespace]
    return {"dropped": call.database}


COMMANDS = {
    "insert": Command(_insert, {"documents": ARRAY, "ordered": BOOL}, "documents"),
    "delete": Command(_delete, {"deletes": ARRAY, "ordered": BOOL}, "deletes"),
    "createIndexes": Command(_create_indexes, {"indexes": ARRAY}, "indexes"),
    "drop": Command(_drop),
    "dropDatabase": Command(_drop_database),
}
