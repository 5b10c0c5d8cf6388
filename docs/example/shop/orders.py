"""Orders, as they were written for Python 3.4."""

import asyncio

from shop.bank import charge, refund


def _ship(stock, item):  # a coroutine that nobody decorated
    yield from stock.take(item)
    return "shipped " + item


@asyncio.coroutine
def order(bank, stock, item, price):
    """Charge, then ship; what cannot be shipped is refunded."""
    receipt = yield from charge(bank, price)
    try:
        return (yield from _ship(stock, item))
    except LookupError:
        yield from refund(bank, receipt)
        return "refunded " + receipt
