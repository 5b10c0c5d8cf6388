"""Charges, as they were written for Python 3.4."""

import asyncio


@asyncio.coroutine
def charge(bank, amount):
    """Return the receipt; ask a second time if the bank was not there."""
    try:
        return (yield from bank.charge(amount))
    except ConnectionError:
        yield from asyncio.sleep(1)
        return (yield from bank.charge(amount))


@asyncio.coroutine
def refund(bank, receipt):
    return bank.refund(receipt)
