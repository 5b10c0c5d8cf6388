"""What the embedded database finds, sorts, keeps unique and refuses, as MongoDB does."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bson import DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp
from bson.binary import Binary
from bson.code import Code
from bson.son import SON
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, CursorNotFound, DuplicateKeyError, OperationFailure

from compare.database.embedded import EmbeddedDatabase

Documents = Collection[dict[str, Any]]
NAN = float("nan")


@pytest.fixture(scope="module")
def client() -> Iterator[MongoClient[dict[str, Any]]]:
    with EmbeddedDatabase() as database, MongoClient[dict[str, Any]](database.uri) as client:
        yield client


@pytest.fixture
def collection(client: MongoClient[dict[str, Any]]) -> Iterator[Documents]:
    yield client.shop.customers
    client.drop_database("shop")


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
IN_ORDER += [False, True, Timestamp(1, 1), Timestamp(1, 2), Regex("a"), Code("a"), MaxKey()]


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
    collection.insert_many(of_a(1, 1))
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
    ({"find": "c", "limit": NAN}, 2, "BadValue", "'limit'"),
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
    client: MongoClient[dict[str, Any]], command: dict[str, Any], code: int, name: str, mention: str
) -> None:
    with pytest.raises(OperationFailure) as raised:
        client.shop.command(command)
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
