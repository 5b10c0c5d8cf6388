"""THE suite: every program, every scenario, every style."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from compare.contract import Contract, Example
from compare.contracts import contract_of, programs
from compare.exchange import Database, Exchange
from compare.styles import STYLES, load, load_all

CONTRACTS = [contract_of(program) for program in programs()]
DRIVERS = ["motor", "pymongo"]


def sentence(name: str) -> str:
    return name.replace(" ", "-")


EXAMPLES = [
    pytest.param(
        contract, example, style, id=f"{contract.program}-{sentence(example.name)}-{style}"
    )
    for contract in CONTRACTS
    for example in contract.examples
    for style in STYLES
]
EXCHANGES = [
    pytest.param(
        contract,
        exchange,
        style,
        driver,
        id=f"{contract.program}-{sentence(exchange.name)}-{style}-{driver}",
    )
    for contract in CONTRACTS
    for exchange in contract.exchanges
    for style in STYLES
    for driver in DRIVERS
]


@pytest.fixture(scope="session")
def embedded() -> Iterator[Database]:
    with Database(None) as database:
        yield database


@pytest.fixture(scope="session")
def given(embedded: Database) -> Iterator[Database]:
    uri = os.environ.get("MONGODB_URI")
    if uri is None:
        yield embedded
    else:
        with Database(uri) as database:
            yield database


@pytest.mark.parametrize(("contract", "example", "style"), EXAMPLES)
def test_example(contract: Contract, example: Example, style: str) -> None:
    assert example.observe(load(contract.program, style)) == example.expected


@pytest.mark.parametrize(("contract", "exchange", "style", "driver"), EXCHANGES)
def test_exchange(
    contract: Contract,
    exchange: Exchange,
    style: str,
    driver: str,
    embedded: Database,
    given: Database,
) -> None:
    database = embedded if exchange.needs_embedded else given
    observed = exchange.observe(load(contract.program, style), driver, database)
    assert observed == exchange.expected


@pytest.mark.parametrize(
    ("contract", "example"),
    [
        pytest.param(contract, example, id=f"{contract.program}-{sentence(example.name)}")
        for contract in CONTRACTS
        for example in contract.examples
    ],
)
def test_every_schedule_of_an_example_is_equivalent(contract: Contract, example: Example) -> None:
    verdict = example.scenario(load_all(contract.program, STYLES)).prove()
    assert str(verdict).endswith("equivalent"), verdict


@pytest.mark.parametrize(
    "contract", [pytest.param(contract, id=contract.program) for contract in CONTRACTS]
)
def test_every_clause_is_shown_by_a_scenario(contract: Contract) -> None:
    shown: set[Any] = set()
    for scenario in [*contract.examples, *contract.exchanges]:
        shown.update(scenario.clauses)
    assert shown == set(range(1, len(contract.clauses) + 1))
