"""What the embedded database refuses: with MongoDB's error codes, and by name."""

from collections.abc import Callable
from typing import Any

import pytest
from bson import Int64, Regex
from pymongo.errors import DuplicateKeyError, OperationFailure

from database import Documents

REFUSED: list[tuple[dict[str, Any], int, str, str]] = [
    ({"aggregate": "c", "pipeline": []}, 59, "CommandNotFound", "'aggregate'"),
    ({"FIND": "c"}, 59, "CommandNotFound", "'FIND'"),
    ({"find": 1}, 73, "InvalidNamespace", "int"),
    ({"find": ""}, 73, "InvalidNamespace", "'shop.'"),
    ({"find": "a$b"}, 73, "InvalidNamespace", "'shop.a$b'"),
    ({"insert": "system.x", "documents": [{}]}, 73, "InvalidNamespace", "system.x"),
    ({"find": "c", "filter": 1}, 14, "TypeMismatch", "'find.filter'"),
    ({"find": "c", "limit": "1"}, 14, "TypeMismatch", "'find.limit'"),
    ({"find": "c", "limit": True}, 14, "TypeMismatch", "'bool'"),
    ({"find": "c", "singleBatch": 1}, 14, "TypeMismatch", "'find.singleBatch'"),
    ({"find": "c", "limit": -1}, 2, "BadValue", "'limit'"),
    ({"find": "c", "skip": -1}, 2, "BadValue", "'skip'"),
    ({"find": "c", "batchSize": 0.5}, 2, "BadValue", "'batchSize'"),
    ({"find": "c", "limit": float("nan")}, 2, "BadValue", "'limit'"),
    ({"find": "c", "limit": float("inf")}, 2, "BadValue", "'limit'"),
    ({"find": "c", "projection": {"a": 1}}, 40415, "Location40415", "'find.projection'"),
    ({"find": "c", "filter": {"a": {"$gt": 1}}}, 2, "BadValue", "unknown operator: $gt"),
    ({"find": "c", "filter": {"a": {"$ref": 1}}}, 2, "BadValue", "unknown operator: $ref"),
    ({"find": "c", "filter": {"$or": []}}, 2, "BadValue", "operator: $or"),
    ({"find": "c", "filter": {"a": Regex("x")}}, 2, "BadValue", "$regex"),
    ({"find": "c", "sort": {"a": 2}}, 15975, "Location15975", "$sort"),
    ({"find": "c", "sort": {"a": "up"}}, 15974, "Location15974", "$sort"),
    ({"find": "c", "sort": {"$a": 1}}, 16410, "Location16410", "'$a'"),
    ({"find": "c", "sort": {"a..b": 1}}, 15998, "Location15998", "'a..b'"),
    ({"getMore": 1, "collection": "c"}, 14, "TypeMismatch", "'getMore.getMore'"),
    ({"getMore": Int64(1)}, 40414, "IDLFailedToParse", "'getMore.collection'"),
    ({"getMore": Int64(1), "collection": "c"}, 43, "CursorNotFound", "cursor id 1"),
    ({"killCursors": "c", "cursors": ["x"]}, 14, "TypeMismatch", "'killCursors.cursors.0'"),
    ({"insert": "c"}, 40414, "IDLFailedToParse", "'insert.documents'"),
    ({"insert": "c", "documents": []}, 16, "InvalidLength", "0 operations"),
    ({"insert": "c", "documents": [{}], "ordered": "no"}, 14, "TypeMismatch", "'insert.ordered'"),
    ({"delete": "c", "deletes": [{"q": {}, "limit": 2}]}, 9, "FailedToParse", "Got 2"),
    ({"delete": "c", "deletes": [{"q": {}}]}, 40414, "IDLFailedToParse", "'delete.deletes.limit'"),
    (
        {"createIndexes": "c", "indexes": [{"name": "x", "key": {}}]},
        67,
        "CannotCreateIndex",
        "empty",
    ),
    ({"ping": 1, "shout": True}, 40415, "Location40415", "'ping.shout'"),
    ({"insert": "c", "documents": [{}], "writeConcern": {"w": 2}}, 2, "BadValue", "'w'"),
    (
        {"insert": "c", "documents": [{}], "txnNumber": Int64(1)},
        20,
        "IllegalOperation",
        "Transaction",
    ),
    ({"configureFailPoint": "failCommand", "mode": "off"}, 13, "Unauthorized", "admin"),
]


@pytest.mark.parametrize(
    ("command", "code", "name", "mention"), REFUSED, ids=[str(case[0]) for case in REFUSED]
)
def test_a_command_is_refused_by_name(
    collection: Documents, command: dict[str, Any], code: int, name: str, mention: str
) -> None:
    with pytest.raises(OperationFailure) as raised:
        collection.database.command(command)
    assert raised.value.details is not None
    assert (raised.value.code, raised.value.details["codeName"]) == (code, name)
    assert mention in raised.value.details["errmsg"]


def nested(levels: int) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for _ in range(levels - 1):
        document = {"a": document}
    return document


def nested_arrays(levels: int) -> dict[str, Any]:
    array: list[Any] = []
    for _ in range(levels - 2):
        array = [array]
    return {"a": array}


UNSTORABLE: list[tuple[dict[str, Any], int, str]] = [
    ({"_id": [1]}, 2, "can't use an array for _id"),
    ({"_id": Regex("a")}, 2, "can't use a regex for _id"),
    ({"_id": {"$a": 1}}, 52, "$a"),
    ({"_id": 1, "a": "x" * (16 * 1024 * 1024)}, 10334, "too large"),
    (nested(181), 15, "180 levels of nesting"),
    (nested_arrays(181), 15, "180 levels of nesting"),
]


@pytest.mark.parametrize(
    ("document", "code", "mention"),
    UNSTORABLE,
    ids=["array", "regex", "operator", "size", "documents", "arrays"],
)
def test_a_document_is_refused(
    collection: Documents, document: dict[str, Any], code: int, mention: str
) -> None:
    answer = collection.database.command(
        "insert", "customers", documents=[document, {"_id": 2}], check=False
    )
    error = answer["writeErrors"][0] if "writeErrors" in answer else answer
    assert (error["code"], mention in error["errmsg"]) == (code, True)
    assert collection.find_one() is None


@pytest.mark.parametrize("form", [nested, nested_arrays], ids=["documents", "arrays"])
def test_the_deepest_document_is_found(
    collection: Documents, form: Callable[[int], dict[str, Any]]
) -> None:
    document = {"_id": 1, **form(180)}
    collection.create_index("a", unique=True)
    collection.insert_one(document)
    assert collection.find_one({"a": document["a"]}, sort=[("a", 1)]) == document
    with pytest.raises(DuplicateKeyError):
        collection.insert_one({**document, "_id": 2})


def test_a_filter_nested_too_deeply_is_refused(collection: Documents) -> None:
    collection.insert_one({})
    with pytest.raises(OperationFailure) as raised:
        collection.find_one({"a": nested(900)})
    assert raised.value.code in (15, 22)
