"""The house's endpoint, asked with several queries; see its contract."""

from types import ModuleType
from typing import Any

from pymongo import errors

from compare.contracts.customer_endpoint import ADA, asked
from compare.engine import NEVER, World
from compare.mutations.subject import Fault, Subject
from legacy_style.generators import customer_endpoint as generators
from modern import customer_endpoint as modern

QUERIES = [[], ["42", "43"], [""], ["x" * 1025], ["42"]]


async def ask(program: ModuleType, world: Any) -> list[Any]:
    return [await asked(*ids)(program, world) for ids in QUERIES]


SUBJECT = Subject(
    "customer_endpoint",
    rights=[modern, generators],
    world=World(
        find_one=[ADA, {}, None, errors.AutoReconnect("gone"), ValueError("a defect"), NEVER]
    ),
    start=ask,
    faults=[
        Fault("the database is not awaited", "await customers", "customers"),
        Fault("every error is the database's", "except PyMongoError as", "except Exception as"),
        Fault(
            "a client that left is the database's fault",
            "except PyMongoError as",
            "except BaseException as",
        ),
        Fault(
            "only one of the database's errors is caught",
            "except PyMongoError as",
            "except ConnectionError as",
        ),
        Fault("the cause is not logged", "        warn(", "        str("),
        Fault("the cause is logged without its details", ': %r", error)', '")'),
        Fault(
            "logged, and then raised",
            'return text(503, "the database does not answer, try later")',
            "raise",
        ),
        Fault("an empty customer is none", "if customer is None", "if not customer"),
        Fault("a missing customer is a 200", '404, f"', '200, f"'),
        Fault("asks for another field", '{"customer_id": customer_id}', '{"_id": customer_id}'),
        Fault("the first of several ids is taken", "len(ids) == 1 and 1 <=", "ids and 1 <="),
        Fault("an empty id is looked up", "and 1 <= len", "and 0 <= len"),
        Fault("no longest id", "1 <= len(ids[0]) <= LONGEST_ID", "1 <= len(ids[0])"),
        Fault(
            "the JSON mode is left to the driver",
            ", json_options=json_util.RELAXED_JSON_OPTIONS",
            "",
        ),
        Fault("asks although the query is bad", "", ""),
    ],
)
