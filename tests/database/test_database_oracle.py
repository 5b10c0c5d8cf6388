"""The embedded database against an independent server, on generated documents and queries.

SecantusDB is licensed GPL-2.0-only, so it is never imported and no dependency: it runs as a
program of its own, from an environment of its own (`make oracle`).
"""

import os
import random
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bson import (
    Binary,
    Code,
    Decimal128,
    Int64,
    MaxKey,
    MinKey,
    ObjectId,
    Timestamp,
    encode,
)
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import OperationFailure, WriteError

from compare.database.embedded import EmbeddedDatabase

pytestmark = pytest.mark.oracle

ROOT = Path(__file__).parents[2]
PYTHON = Path(os.environ.get("SECANTUS_PYTHON", ROOT / ".venv-oracle/bin/python"))
ROUNDS = 100
QUERIES = 30  # in each round
WRITES = 20  # in each round

Documents = Collection[Any]


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URI of the independent server."""
    if not PYTHON.exists():
        pytest.skip("SecantusDB is not installed: make oracle")
    folder = tmp_path_factory.mktemp("oracle")
    words = ["-m", "secantus", "--port", "0", "--storage-path", ":memory:", "--standalone"]
    with subprocess.Popen(
        [PYTHON, *words],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            lines = iter(process.stderr.readline, "")
            ports = (re.search(r"listening on [\d.]+:(\d+)", line) for line in lines)
            port = next(found[1] for found in ports if found)
            yield f"mongodb://127.0.0.1:{port}/"
        finally:
            process.kill()


@pytest.fixture(scope="module")
def servers(oracle: str) -> Iterator[list[MongoClient[Any]]]:
    """Clients of the embedded server and of the oracle."""
    with EmbeddedDatabase() as embedded:
        clients: list[MongoClient[Any]] = [MongoClient(uri) for uri in (embedded.uri, oracle)]
        yield clients
        for client in clients:
            client.close()


NUMBERS = [0, 1, 2, Int64(1), Int64(2**53 + 1), -0.0, 0.3, 1.0, 1.5, 2.0**53]
INFINITE = [float("inf"), float("nan"), Decimal128("NaN"), Decimal128("-Infinity")]
DECIMALS = [Decimal128("1"), Decimal128("1.50"), Decimal128("0.1")]
TEXTS = ["", "a", "b", "ab", "A", "é", "\U0001f600"]
OTHERS = [None, True, False, ObjectId("0" * 24), datetime(2020, 1, 1, tzinfo=UTC), MinKey()]
BINARIES = [b"a", b"bc", Binary(b"abc", 5), Timestamp(1, 2), Timestamp(1, 3), Code("a"), MaxKey()]
SCALARS: list[Sequence[object]] = [NUMBERS, INFINITE, DECIMALS, TEXTS, OTHERS, BINARIES]
FIELDS = ["a", "b", "c"]
PATHS = [*FIELDS, "a.b", "a.c", "b.a", "a.b.c", "a.0", "a.1", "a.0.b", "a.b.0", "missing", "_id"]


def value(draw: random.Random, depth: int = 2) -> Any:
    kind = draw.random()
    if depth and kind < 0.2:
        return {name: value(draw, depth - 1) for name in draw.sample(FIELDS, draw.randint(0, 2))}
    if depth and kind < 0.4:
        return [value(draw, depth - 1) for _ in range(draw.randint(0, 3))]
    return draw.choice(draw.choice(SCALARS))


def document(draw: random.Random, id: object) -> dict[str, Any]:
    names = draw.sample(FIELDS, draw.randint(1, 3))
    return {"_id": id} | {name: value(draw) for name in names}


def place(draw: random.Random, document: dict[str, Any]) -> tuple[str, Any]:
    """A path into the document, and a value that it leads to."""
    path: list[str] = []
    found: Any = document
    while not path or (isinstance(found, dict | list) and found and draw.random() < 0.6):
        if isinstance(found, dict):
            path.append(draw.choice([*found]))
            found = found[path[-1]]
        else:
            position = draw.randrange(len(found))
            path += draw.choice([[], [str(position)]])
            found = found[position]
    return ".".join(path), found


def query(draw: random.Random, documents: list[dict[str, Any]]) -> dict[str, Any]:
    model = draw.choice(documents)
    filter = {}
    for _ in range(draw.choice([0, 1, 1, 1, 2])):
        path, wanted = place(draw, model)
        filter[draw.choice([path, path, path, draw.choice(PATHS)])] = wanted
    sort = {path: draw.choice([1, -1]) for path in draw.sample(PATHS, draw.choice([0, 0, 1, 2]))}
    return {
        "filter": filter,
        # Documents that sort alike come in any order.
        "sort": list({**sort, "_id": 1}.items()) if sort else None,
        "skip": draw.choice([0, 0, 0, 1, 3]),
        "limit": draw.choice([0, 0, 1, 4]),
        "batch_size": draw.choice([0, 2, 3]),
    }


# Where SecantusDB 0.7.0b3 differs from MongoDB, as its sources have it (matcher/path.cpp and
# index/btree_key_generator.cpp) or its manual: an index past the end of an array is no value, not
# null; an array's element without the field sorts, and is indexed, as null; an array is indexed by
# its elements only, an empty one as undefined; two arrays in one sort or index are refused; a
# decimal is no double but its exact equal; binary data of one length sorts by subtype. The
# generated cases keep clear of these, which test_database_queries.py and test_database_writes.py
# write out.


def is_told_alike(filter: dict[str, Any]) -> bool:
    return not any(
        wanted is None and any(name.isdigit() for name in path.split("."))
        for path, wanted in filter.items()
    )


def is_keyed_alike(document: dict[str, Any], paths: Iterable[str]) -> bool:
    """Whether both make the same keys of the document, for a sort or an index on these paths."""
    met = [path.split(".") for path in paths if meets_array(document, path.split("."))]
    return len(met) <= 1 and all(reaches(document, path) for path in met)


def is_plain(value: Any) -> bool:
    """Whether no array in it is empty or holds an array, which an index keys differently."""
    if isinstance(value, list):
        return bool(value) and not any(isinstance(each, list) for each in value)
    return not isinstance(value, dict) or all(map(is_plain, value.values()))


def meets_array(value: Any, path: list[str]) -> bool:
    for name in path:
        if isinstance(value, list):
            return True
        value = value.get(name) if isinstance(value, dict) else None
    return isinstance(value, list)


def reaches(value: Any, path: list[str]) -> bool:
    """Whether every way that the path takes through arrays leads to a value."""
    if not path:
        return True
    if isinstance(value, list):
        if path[0].isdigit() and int(path[0]) < len(value):
            return reaches(value[int(path[0])], path[1:])
        return all(isinstance(each, dict) and reaches(each, path) for each in value)
    return isinstance(value, dict) and path[0] in value and reaches(value[path[0]], path[1:])


def outcome(collection: Documents, query: dict[str, Any]) -> Any:
    try:
        return [bytes(each.raw) for each in collection.find(**query)]
    except OperationFailure as error:
        return error.code


def collections(servers: list[MongoClient[Any]], name: str) -> list[Documents]:
    options = servers[0].codec_options.with_options(document_class=RawBSONDocument)
    return [server.get_database("oracle", options)[name] for server in servers]


def test_generated_queries_have_the_same_answers(servers: list[MongoClient[Any]]) -> None:
    for seed in range(ROUNDS):
        draw = random.Random(seed)
        ours, theirs = collections(servers, f"queries{seed}")
        documents = [document(draw, id) for id in range(draw.randint(1, 15))]
        for each in ours, theirs:
            each.insert_many(documents)
        for _ in range(QUERIES):
            asked = query(draw, documents)
            sort = [path for path, _ in asked["sort"] or ()]
            keyed_alike = all(is_keyed_alike(each, sort) for each in documents)
            if keyed_alike and is_told_alike(asked["filter"]):
                assert outcome(ours, asked) == outcome(theirs, asked), (seed, asked)


def written(collection: Documents, document: dict[str, Any]) -> Any:
    """What the insert ends with: nothing, or the code and which index had which key."""
    try:
        collection.insert_one(document)
    except WriteError as error:
        details: Any = error.details or {}
        return error.code, encode(details["keyPattern"]), encode(details["keyValue"])
    return None


def test_generated_writes_have_the_same_effects(servers: list[MongoClient[Any]]) -> None:
    for seed in range(ROUNDS):
        draw = random.Random(seed)
        ours, theirs = collections(servers, f"writes{seed}")
        paths = draw.sample(PATHS[:7], draw.choice([1, 2]))
        for each in ours, theirs:
            each.create_index(paths, unique=True)
        for id in range(WRITES):
            new = document(draw, id)
            if draw.random() < 0.2:
                old = {"a": draw.choice(draw.choice(SCALARS))}
                assert deleted(ours, old) == deleted(theirs, old), (seed, old)
            elif is_plain(new) and is_keyed_alike(new, paths):
                assert written(ours, new) == written(theirs, new), (seed, paths, new)
        assert [each.raw for each in ours.find()] == [each.raw for each in theirs.find()]


def deleted(collection: Documents, filter: dict[str, Any]) -> int:
    return collection.delete_many(filter).deleted_count
