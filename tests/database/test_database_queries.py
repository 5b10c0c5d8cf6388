"""What the embedded database finds, and in which order, as MongoDB does."""

from typing import Any

import pytest
from bson import DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp
from bson.binary import Binary
from bson.code import Code
from bson.son import SON
from pymongo.errors import CursorNotFound, OperationFailure

from database import Documents

NAN = float("nan")


def numbered(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"_id": number, **document} for number, document in enumerate(documents)]


def of_a(*values: object) -> list[dict[str, Any]]:
    return numbered(*({"a": value} for value in values))


def ids(found: Any) -> list[int]:
    return [document["_id"] for document in found]


FOUND = [
    ("everything without a filter", of_a(1, 2), {}, [0, 1]),
    (
        "numbers by value",
        of_a(1, 1.0, Int64(1), Decimal128("1.0"), True, "1"),
        {"a": 1},
        [0, 1, 2, 3],
    ),
    ("a double apart from the decimal it is near", of_a(0.1, Decimal128("0.1")), {"a": 0.1}, [0]),
    ("NaN equal to NaN", of_a(NAN, Decimal128("NaN"), 0), {"a": NAN}, [0, 1]),
    ("zero without its sign", of_a(0, -0.0, Decimal128("-0")), {"a": 0}, [0, 1, 2]),
    ("long numbers exactly", of_a(2**53, 2**53 + 1, 2.0**53), {"a": 2**53 + 1}, [1]),
    ("null where there is no field", numbered({"a": None}, {}, {"a": 0}), {"a": None}, [0, 1]),
    (
        "a document by its fields' order",
        of_a(SON(x=1, y=2), SON(y=2, x=1)),
        {"a": SON(x=1, y=2)},
        [0],
    ),
    (
        "a whole document only",
        of_a({"x": 1}, {"x": 1, "y": 2}, {"x": 1.0}),
        {"a": {"x": 1}},
        [0, 2],
    ),
    ("a value within an array", of_a([1, 2], [[1]], 1), {"a": 1}, [0, 2]),
    ("an array as a whole and within", of_a([1, 2], [[1, 2]], [2, 1]), {"a": [1, 2]}, [0, 1]),
    ("an embedded field", of_a({"b": 1}, {"b": 2}, 1), {"a.b": 1}, [0]),
    ("a field of documents in an array", of_a([{"b": 1}, {"b": 2}], [[{"b": 1}]]), {"a.b": 1}, [0]),
    ("null below what is no document", of_a(1, {}, [1], []), {"a.b": None}, [0, 1]),
    ("null in one of several documents", of_a([{"b": 1}, {}], [{"b": 1}]), {"a.b": None}, [0]),
    ("an element by its position", of_a([1, 2], [2, 1], {"0": 1}), {"a.0": 1}, [0, 2]),
    ("a positional array as a whole only", of_a([[1, 2]], [1]), {"a.0": 1}, [1]),
    ("nothing behind the end of an array", of_a([1], []), {"a.1": None}, []),
    ("a field below a position", of_a([{"b": 1}, {"b": 2}], [[{"b": 1}]]), {"a.0.b": 1}, [0, 1]),
    ("two fields at once", numbered({"a": 1, "b": 1}, {"a": 1}), {"a": 1, "b": 1}, [0]),
    ("by _id", of_a(1, 2, 3), {"_id": 1.0}, [1]),
    ("no such _id", of_a(1), {"_id": "1"}, []),
    ("by _id and something else", of_a(1), {"_id": 0, "a": 2}, []),
    ("a DBRef, which is a value", of_a(DBRef("c", 1), DBRef("c", 2)), {"a": DBRef("c", 1)}, [0]),
    ("binary data by its subtype", of_a(b"x", Binary(b"x", 5)), {"a": Binary(b"x", 5)}, [1]),
    ("code apart from text", of_a("x", Code("x"), Code("x", {})), {"a": Code("x")}, [1]),
    ("a field without a name", numbered({"": 1}, {"a": 1}), {"": 1}, [0]),
]


@pytest.mark.parametrize(
    ("documents", "filter", "expected"), [case[1:] for case in FOUND], ids=[c[0] for c in FOUND]
)
def test_a_filter_finds(
    collection: Documents,
    documents: list[dict[str, Any]],
    filter: dict[str, Any],
    expected: list[int],
) -> None:
    collection.insert_many(documents)
    assert ids(collection.find(filter)) == expected
    assert collection.delete_many(filter).deleted_count == len(expected)
    assert ids(collection.find()) == [
        each for each in range(len(documents)) if each not in expected
    ]


IN_ORDER = [MinKey(), [], None, NAN, -1, 0.5, Decimal128("0.6"), Int64(1), "", "A", "a", "é", {}]
IN_ORDER += [{"a": 1}, {"a": 2}, {"b": 1}, {"a": "x"}, [[]], [[1]], b"b", b"aa", ObjectId()]
IN_ORDER += [False, True, Timestamp(1, 1), Timestamp(1, 2), Regex("a"), Code("a"), Code("b")]
IN_ORDER += [Code("a", {}), MaxKey()]


@pytest.mark.parametrize("direction", [1, -1])
def test_values_of_all_types_sort_in_one_order(collection: Documents, direction: int) -> None:
    collection.insert_many(of_a(*IN_ORDER))
    expected = list(range(len(IN_ORDER)))[::direction]
    assert ids(collection.find().sort("a", direction)) == expected


SORTED = [
    ("an array by its least element", of_a([3, 1], 2, [0, 9]), [("a", 1)], [2, 0, 1]),
    ("an array by its greatest, downwards", of_a([3, 1], 2, [0, 9]), [("a", -1)], [2, 0, 1]),
    ("equals in the order of insertion", of_a(1, 0, 1.0), [("a", 1)], [1, 0, 2]),
    (
        "by two fields",
        numbered({"a": 1, "b": 1}, {"a": 0}, {"a": 1, "b": 2}),
        SON(a=1, b=-1),
        [1, 2, 0],
    ),
    (
        "two fields of one array by one element",
        of_a([{"b": 2, "c": 0}, {"b": 1, "c": 9}], [{"b": 1, "c": 5}]),
        {"a.b": 1, "a.c": 1},
        [1, 0],
    ),
    (
        "an element without the field as null",
        of_a([{"b": 1}, 5], {"b": 0}, None),
        {"a.b": 1},
        [0, 2, 1],
    ),
    ("a positional array as a whole", of_a([[5]], [9], [[0, 99]]), {"a.0": 1}, [1, 2, 0]),
    ("by position", of_a([2, 0], [1, 9], []), {"a.0": 1}, [2, 1, 0]),
]


@pytest.mark.parametrize(
    ("documents", "sort", "expected"), [case[1:] for case in SORTED], ids=[c[0] for c in SORTED]
)
def test_a_sort_puts_in_order(
    collection: Documents, documents: list[dict[str, Any]], sort: Any, expected: list[int]
) -> None:
    collection.insert_many(documents)
    assert ids(collection.find(sort=list(dict(sort).items()))) == expected


def test_skip_and_limit_count_after_the_sort(collection: Documents) -> None:
    collection.insert_many(of_a(*range(10)))
    assert ids(collection.find().sort("a", -1).skip(2).limit(3)) == [7, 6, 5]
    assert collection.database.command("count", "customers", skip=2, limit=3)["n"] == 3
    assert collection.estimated_document_count() == 10


def test_an_answer_comes_in_batches(collection: Documents) -> None:
    collection.insert_many(of_a(*range(250)))
    shop = collection.database
    first = shop.command("find", "customers")["cursor"]
    assert (len(first["firstBatch"]), first["ns"]) == (101, "shop.customers")
    cursor = Int64(first["id"])
    second = shop.command("getMore", cursor, collection="customers", batchSize=9)["cursor"]
    assert (ids(second["nextBatch"]), second["id"]) == (list(range(101, 110)), cursor)
    third = shop.command("getMore", cursor, collection="customers")["cursor"]
    assert (len(third["nextBatch"]), third["id"]) == (140, 0)
    with pytest.raises(CursorNotFound, match="cursor id"):
        shop.command("getMore", cursor, collection="customers")


def test_an_answer_longer_than_a_document_may_be_comes_in_batches(collection: Documents) -> None:
    collection.insert_many(of_a(*["x" * 6_000_000] * 3))
    first = collection.database.command("find", "customers")["cursor"]
    assert (len(first["firstBatch"]), bool(first["id"])) == (2, True)
    assert ids(collection.find()) == [0, 1, 2]


def test_a_single_batch_leaves_no_cursor(collection: Documents) -> None:
    collection.insert_many(of_a(1, 2, 3))
    answer = collection.database.command("find", "customers", batchSize=2, singleBatch=True)
    assert (ids(answer["cursor"]["firstBatch"]), answer["cursor"]["id"]) == ([0, 1], 0)


def test_a_killed_cursor_is_gone(collection: Documents) -> None:
    collection.insert_many(of_a(1, 2, 3))
    cursor = collection.find(batch_size=1)
    next(cursor)
    id = Int64(cursor.cursor_id or 0)
    killed = collection.database.command("killCursors", "customers", cursors=[id, Int64(7)])
    assert (killed["cursorsKilled"], killed["cursorsNotFound"]) == ([id], [7])
    with pytest.raises(CursorNotFound):
        next(cursor)


def test_a_cursor_belongs_to_its_collection(collection: Documents) -> None:
    collection.insert_many(of_a(1, 2))
    id = Int64(collection.database.command("find", "customers", batchSize=1)["cursor"]["id"])
    with pytest.raises(OperationFailure, match=r"shop\.others.* shop\.customers") as raised:
        collection.database.command("getMore", id, collection="others")
    assert raised.value.code == 13
