"""What the embedded database stores, keeps unique and drops, as MongoDB does."""

from typing import Any

import pytest
from bson import Decimal128, ObjectId
from bson.code import Code
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

from database import Documents


def ids(found: Any) -> list[int]:
    return [document["_id"] for document in found]


def test_documents_get_an_id_in_front(collection: Documents) -> None:
    collection.database.command("insert", "customers", documents=[{"a": 1}, {"b": 2, "_id": 3}])
    made, moved = collection.find()
    assert (list(made), list(moved)) == (["_id", "a"], ["_id", "b"])
    assert isinstance(made["_id"], ObjectId)


@pytest.mark.parametrize(("ordered", "inserted"), [(True, [1]), (False, [1, 2])])
def test_a_duplicate_ends_an_ordered_insert_only(
    collection: Documents, ordered: bool, inserted: list[int]
) -> None:
    with pytest.raises(BulkWriteError) as raised:
        collection.insert_many([{"_id": 1}, {"_id": 1.0}, {"_id": 2}], ordered=ordered)
    (error,) = raised.value.details["writeErrors"]
    assert (error["index"], error["code"], error["keyPattern"]) == (1, 11000, {"_id": 1})
    assert ids(collection.find()) == inserted


DUPLICATES = [
    ("a value twice", ["email"], {"email": "a"}, {"email": "a"}, {"email": "a"}),
    ("equal numbers", ["n"], {"n": 1}, {"n": Decimal128("1")}, {"n": Decimal128("1")}),
    ("no value twice", ["email"], {}, {"email": None}, {"email": None}),
    ("an element twice", ["tags"], {"tags": ["a", "b"]}, {"tags": ["c", "b"]}, {"tags": "b"}),
    ("two empty arrays", ["tags"], {"tags": []}, {"tags": []}, {"tags": None}),
    (
        "both of two fields",
        ["a", "b.c"],
        {"a": 1, "b": {"c": 2}},
        {"a": 1, "b": [{"c": 2}]},
        {"a": 1, "b.c": 2},
    ),
]


@pytest.mark.parametrize(
    ("fields", "one", "other", "key"),
    [case[1:] for case in DUPLICATES],
    ids=[c[0] for c in DUPLICATES],
)
def test_a_unique_index_refuses(
    collection: Documents,
    fields: list[str],
    one: dict[str, Any],
    other: dict[str, Any],
    key: dict[str, Any],
) -> None:
    name = collection.create_index(fields, unique=True)
    collection.insert_one(dict(one))
    with pytest.raises(DuplicateKeyError) as raised:
        collection.insert_one(dict(other))
    assert raised.value.details is not None
    assert raised.value.details["keyPattern"] == dict.fromkeys(fields, 1)
    assert raised.value.details["keyValue"] == key
    assert f"E11000 duplicate key error collection: shop.customers index: {name}" in str(
        raised.value
    )
    collection.delete_many({})
    collection.insert_one(dict(other))


PAIRS = [
    ("a repeated element of one document", [{"tags": ["a", "a"]}]),
    ("an array and the array within an array", [{"tags": ["a"]}, {"tags": [["a"]]}]),
    ("an empty array and null", [{"tags": []}, {"tags": None}]),
    ("text and code", [{"tags": "a"}, {"tags": Code("a")}]),
]


@pytest.mark.parametrize("documents", [case[1] for case in PAIRS], ids=[case[0] for case in PAIRS])
def test_a_unique_index_accepts(collection: Documents, documents: list[dict[str, Any]]) -> None:
    collection.create_index("tags", unique=True)
    collection.insert_many(documents)
    assert collection.estimated_document_count() == len(documents)


def test_a_refused_document_leaves_no_trace(collection: Documents) -> None:
    collection.create_index("a", unique=True)
    collection.create_index("b", unique=True)
    collection.insert_one({"_id": 0, "a": 1, "b": 1})
    with pytest.raises(DuplicateKeyError):
        collection.insert_one({"_id": 1, "a": 2, "b": 1})
    collection.insert_one({"_id": 1, "a": 2, "b": 2})


def test_a_unique_index_is_not_made_over_duplicates(collection: Documents) -> None:
    collection.insert_many([{"a": 1}, {"a": 1}])
    with pytest.raises(DuplicateKeyError):
        collection.create_index("a", unique=True)
    collection.insert_one({"a": 1})


def test_the_same_index_again_changes_nothing(collection: Documents) -> None:
    for _ in range(2):
        assert collection.create_index("a", unique=True, background=True) == "a_1"
        assert collection.create_index("_id") == "_id_1"
    indexes = [{"name": "a_1", "key": {"a": 1}, "unique": True}]
    answer = collection.database.command("createIndexes", "customers", indexes=indexes)
    assert (answer["numIndexesBefore"], answer["numIndexesAfter"]) == (2, 2)


@pytest.mark.parametrize(
    ("keys", "options", "code"),
    [
        ([("b", 1)], {"name": "a_1"}, 86),
        ([("a", 1)], {"name": "a_1"}, 86),
        ([("a", 1)], {"name": "other", "unique": True}, 85),
        ([("a", "text")], {}, 67),
        ([("a", 0)], {}, 67),
        ([("$a", 1)], {}, 67),
        ([("a..b", 1)], {}, 67),
        ([("b", 1)], {"sparse": True}, 40415),
    ],
)
def test_an_index_is_refused(
    collection: Documents, keys: list[tuple[str, Any]], options: dict[str, Any], code: int
) -> None:
    collection.create_index("a", unique=True)
    with pytest.raises(OperationFailure) as raised:
        collection.create_index(keys, **options)
    assert raised.value.code == code


def test_an_index_or_a_sort_over_two_arrays_is_refused(collection: Documents) -> None:
    collection.create_index(["a", "b"])
    with pytest.raises(OperationFailure, match="parallel arrays") as raised:
        collection.insert_one({"a": [1], "b": [1]})
    assert raised.value.code == 171
    others = collection.database.others
    others.insert_one({"a": [1], "b": [1]})
    with pytest.raises(OperationFailure, match="parallel arrays") as raised:
        others.find_one(sort=[("a", 1), ("b", 1)])
    assert raised.value.code == 2


def test_what_is_dropped_is_gone(collection: Documents) -> None:
    other = collection.database.others
    collection.insert_one({})
    other.insert_one({})
    collection.drop()
    assert (collection.find_one(), other.estimated_document_count()) == (None, 1)
    collection.database.client.drop_database("shop")
    assert other.find_one() is None
