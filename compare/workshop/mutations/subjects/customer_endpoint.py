"""The house's endpoint, asked four bad queries and a good one; see its contract."""

from legacy_style.generators import customer_endpoint as generators
from types import ModuleType
from typing import Any

from multidict import MultiDict
from pymongo.errors import AutoReconnect

from compare.workshop.mutations.subject import Fault, Subject
from modern import customer_endpoint as modern
from off_coroutine.engine import NEVER, World

QUERIES = [[], ["42", "43"], [""], ["x" * 1025], ["42"]]
ADA = {"customer_id": "42", "name": "Ada Lovelace", "born": 1815}


async def ask(program: ModuleType, world: Any) -> list[tuple[int, str, str]]:
    """Give the responses to all queries as (status, content type, text)."""
    responses = []
    for ids in QUERIES:
        query = MultiDict([("customer_id", customer_id) for customer_id in ids])
        response = await program.get_customer(world, query, warn=world.say)
        responses.append((response.status, response.content_type, response.text))
    return responses


SUBJECT = Subject(
    "customer_endpoint",
    rights=[modern, generators],
    world=World(find_one=[ADA, {}, None, AutoReconnect("gone"), ValueError("a defect"), NEVER]),
    start=ask,
    faults=[
        Fault("the database is not awaited", "await customers", "customers"),
        Fault("every error is the database's", "except PyMongoError as", "except Exception as"),
        Fault(
            "only one of the database's errors is caught",
            "except PyMongoError as",
            "except ConnectionError as",
        ),
        Fault(
            "the cause is not logged",
            '        warn("no answer from the database: %r", error)\n',
            "",
        ),
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
        Fault("another JSON mode", "RELAXED_JSON", "CANONICAL_JSON"),
    ],
)
