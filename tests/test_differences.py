"""Each known difference differs, after just the decisions it names."""

import pytest

from compare.differences import KnownDifference, decisions, known_differences

DIFFERENCES = known_differences()
PAIRS = [
    pytest.param(known, style, id=f"{known.name.replace(' ', '-')}-{style}")
    for known in DIFFERENCES
    for style in known.programs
    if style != "modern"
]


@pytest.mark.parametrize(("known", "style"), PAIRS)
def test_a_style_differs_just_where_it_is_known_to(known: KnownDifference, style: str) -> None:
    verdict = known.against(style).prove()
    assert decisions(verdict.difference) == known.apart.get(style)
    if verdict.difference is None:
        assert verdict.exhausted
    else:
        assert verdict.difference.shortest


def test_there_are_the_differences_that_a_migration_meets() -> None:
    assert len(DIFFERENCES) >= 8


def test_a_difference_that_is_gone_does_not_hold() -> None:
    known = DIFFERENCES[0]
    alike = KnownDifference(
        known.name,
        known.remedy,
        {**known.programs, "promises": known.programs["modern"]},
        known.apart,
        known.world,
        known.limits,
    )
    assert known.holds(known.check())
    assert not alike.holds(alike.check())
