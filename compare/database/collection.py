"""A collection: its documents in the order of their insertion, and its indexes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bson import ObjectId, Regex, encode

from .errors import Code, CommandError
from .paths import index_keys, split
from .query import Filter
from .values import MAX_DOCUMENT, OPTIONS, Document, Undefined, place

_MAX_DEPTH = 180
_NO_IDS = {list: "an array", Regex: "a regex"}
# One place for each field of an index.
_Key = tuple[Any, ...]


@dataclass
class Index:
    """An index over ``pattern`` (field to direction). Only a unique one keeps entries: it guards
    its keys, while finding needs no help at this size."""

    name: str
    pattern: dict[str, float]
    unique: bool
    entries: dict[_Key, Document] = field(default_factory=dict)

    def keys(self, document: Document) -> dict[_Key, tuple[Any, ...]]:
        """The document's keys, each with the values that it stands for."""
        paths = [split(name) for name in self.pattern]
        keys: dict[_Key, tuple[Any, ...]] = {}
        for values in index_keys(document, paths):
            keys.setdefault(tuple(map(place, values)), values)
        return keys

    def check(self, namespace: str, keys: dict[_Key, tuple[Any, ...]]) -> None:
        """Raises CommandError when one of the keys belongs to another document."""
        for key in keys if self.unique else ():
            if key in self.entries:
                values = [None if type(value) is Undefined else value for value in keys[key]]
                taken = dict(zip(self.pattern, values, strict=True))
                raise CommandError(
                    Code.DuplicateKey,
                    f"E11000 duplicate key error collection: {namespace} index: {self.name}"
                    f" dup key: {_shown(taken)}",
                    {"keyPattern": self.pattern, "keyValue": taken},
                )

    def add(self, document: Document, keys: Iterable[_Key]) -> None:
        if self.unique:
            self.entries.update(dict.fromkeys(keys, document))


class Collection:
    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self._by_id = Index("_id_", {"_id": 1}, unique=True)
        self.indexes = {"_id_": self._by_id}

    def insert(self, document: Document) -> None:
        """Raises CommandError when the document cannot be stored or breaks a unique index."""
        document = _storable(document)
        keys = [(index, index.keys(document)) for index in self.indexes.values()]
        for index, its_keys in keys:
            index.check(self.namespace, its_keys)
        for index, its_keys in keys:
            index.add(document, its_keys)

    def find(self, filter: Filter) -> Iterator[Document]:
        candidates: Iterable[Document] = self._by_id.entries.values()
        if filter.id is not None:
            found = self._by_id.entries.get((filter.id,))
            candidates = [] if found is None else [found]
        return (document for document in candidates if filter.matches(document))

    def delete(self, document: Document) -> None:
        for index in self.indexes.values():
            for key in index.keys(document):
                index.entries.pop(key, None)

    def create_indexes(self, wanted: Iterable[Index]) -> None:
        """All of them or, when CommandError is raised, none."""
        indexes = dict(self.indexes)
        for index in wanted:
            if index.pattern == self._by_id.pattern or _exists(index, indexes):
                continue
            for document in self._by_id.entries.values():
                keys = index.keys(document)
                index.check(self.namespace, keys)
                index.add(document, keys)
            indexes[index.name] = index
        self.indexes = indexes


def _exists(wanted: Index, indexes: dict[str, Index]) -> bool:
    """Whether the very same index is there; raises CommandError for one that is in its way."""
    for index in indexes.values():
        same = list(index.pattern.items()) == list(wanted.pattern.items())
        same = same and index.unique == wanted.unique
        if index.name == wanted.name:
            if same:
                return True
            raise CommandError(
                Code.IndexKeySpecsConflict,
                f"An existing index has the same name as the requested index: {index.name}",
            )
        if same:
            raise CommandError(
                Code.IndexOptionsConflict,
                f"Index already exists with a different name: {index.name}",
            )
    return False


def _storable(document: Document) -> Document:
    """The document on bytes of its own, checked to the last, its ``_id`` first (made if missing).

    Raises CommandError, and InvalidBSON for bytes that are no BSON.
    """
    if next(iter(document), None) == "_id":
        # Parts of a message are views of it and would keep all of it alive.
        raw = bytes(document.raw)
    else:
        raw = encode({"_id": ObjectId()} | dict(document), codec_options=OPTIONS)
    if len(raw) > MAX_DOCUMENT:
        raise CommandError(
            Code.BSONObjectTooLarge,
            f"object to insert too large. size in bytes: {len(raw)}, max size: {MAX_DOCUMENT}",
        )
    document = Document(raw, OPTIONS)
    _check_depth(document, _MAX_DEPTH)
    place(document)
    id = document["_id"]
    if type(id) in _NO_IDS:
        raise CommandError(Code.BadValue, f"can't use {_NO_IDS[type(id)]} for _id")
    if isinstance(id, Document):
        for name in id:
            if name.startswith("$"):
                raise CommandError(
                    Code.DollarPrefixedFieldName,
                    f"_id fields may not contain '$'-prefixed fields: {name}"
                    " is not valid for storage.",
                )
    return document


def _check_depth(value: Document | list[Any], room: int) -> None:
    if room == 0:
        raise CommandError(
            Code.Overflow,
            f"cannot insert document because it exceeds {_MAX_DEPTH} levels of nesting",
        )
    for each in value.values() if isinstance(value, Document) else value:
        if isinstance(each, (Document, list)):
            _check_depth(each, room - 1)


def _shown(value: object) -> str:
    """The value as MongoDB's messages show it."""
    match value:
        case Document() | dict():
            return f"{{ {', '.join(f'{name}: {_shown(each)}' for name, each in value.items())} }}"
        case list():
            return f"[ {', '.join(map(_shown, value))} ]"
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return repr(value)
