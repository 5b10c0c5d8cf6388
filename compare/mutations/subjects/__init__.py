"""The subjects, in the order of the table."""

from compare.mutations.subjects import (
    charge,
    copying,
    crawl,
    customer_endpoint,
    deposits,
    handover,
    lines,
    lookups,
    mirrors,
    pages,
    query,
    report,
    sleep_ordering,
    sources,
    users,
)

SUBJECTS = [
    module.SUBJECT
    for module in (
        sleep_ordering,
        customer_endpoint,
        charge,
        report,
        pages,
        mirrors,
        deposits,
        crawl,
        handover,
        lookups,
        query,
        copying,
        lines,
        users,
        sources,
    )
]
