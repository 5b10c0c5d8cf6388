"""What was measured, as tables on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from rich.table import Table

from compare.styles import PACKAGES
from compare.workshop.benchmark import growth
from compare.workshop.benchmark.costs import KINDS, METHOD, REFERENCE, Cost, cheaper
from compare.workshop.benchmark.growth import Growth
from compare.workshop.benchmark.measuring import Row
from off_coroutine.console import for_tables


def show_styles(found: Sequence[Cost]) -> None:
    """Print what each kind of work costs: the time in modern, ratios in the others."""
    console = for_tables()
    table = Table(box=None, pad_edge=False)
    table.add_column("work")
    for style in [*PACKAGES, REFERENCE]:
        table.add_column(style, justify="right", no_wrap=True)
    table.add_column("what")
    for kind, costs in groupby(found, attrgetter("kind")):
        cells = {cost.style: _cell(cost) for cost in costs}
        table.add_row(
            kind, *[cells.get(style, "") for style in [*PACKAGES, REFERENCE]], KINDS[kind]
        )
    console.print(table, highlight=False)
    times = cheaper(found)
    if times is None:
        console.print(f"{REFERENCE} is not installed: pip install {REFERENCE}", highlight=False)
    else:
        console.print(f"a hop is {times:.1f} times cheaper than {REFERENCE}'s", highlight=False)
    console.print(f"{METHOD}\n", highlight=False)


def _cell(cost: Cost) -> str:
    return f"{cost.seconds * 1e6:.3f} µs" if cost.style == "modern" else f"x {cost.ratio:.2f}"


def show_engine(found: Sequence[Row]) -> None:
    """Print how fast each tool explores."""
    table = Table(box=None, pad_edge=False)
    for heading in ["program", "tool", "explores"]:
        table.add_column(heading)
    for heading in ["schedules", "exhausted", "seconds", "per second", "ratio"]:
        table.add_column(heading, justify="right", no_wrap=True)
    last = ""
    for row in found:
        cells = [row.missing]
        if not row.missing:
            cells = [
                row.explores,
                f"{row.schedules:,}",
                "yes" if row.exhausted else "no",
                f"{row.seconds:.4f}",
                f"{row.per_second:,.0f}",
                f"{row.ratio:.3f}",
            ]
        table.add_row(row.program if row.program != last else "", row.tool, *cells)
        last = row.program
    for_tables().print(table, highlight=False)


def show_growth(found: Sequence[Growth], exponents: Mapping[str, float]) -> None:
    """Print what a line costs each tool, a row for each size, and how the cost grows."""
    console = for_tables()
    table = Table(box=None, pad_edge=False)
    table.add_column("lines", justify="right", no_wrap=True)
    for tool in growth.TOOLS:
        table.add_column(tool, justify="right", no_wrap=True)
    for lines, rows in groupby(found, attrgetter("lines")):
        cells = {row.tool: row for row in rows}
        table.add_row(f"{lines:,}", *(_line_cost(cells[tool]) for tool in growth.TOOLS))
    console.print(table, highlight=False)
    for tool, exponent in exponents.items():
        word = "flat" if exponent < growth.FLAT else "grows"
        console.print(f"{tool}: {word}, time goes with lines ^ {exponent:.2f}", highlight=False)
    for missing in dict.fromkeys(f"{row.tool} {row.missing}" for row in found if row.missing):
        console.print(missing, highlight=False)
    console.print(f"a line's processor time, and its ratio to 10,000 lines; {growth.METHOD}")


def _line_cost(row: Growth) -> str:
    if row.microseconds is None or row.ratio is None:
        return "-"
    return f"{row.microseconds:.1f} µs x {row.ratio:.2f}"
