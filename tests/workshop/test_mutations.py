"""The engine sees every seeded fault, by its shortest schedule, and accuses no right program."""

import itertools
import json
import re

import pytest

from compare.__main__ import main
from compare.workshop.mutations.subject import Fault, Subject
from compare.workshop.mutations.subjects import SUBJECTS
from compare.workshop.mutations.table import decisions, table
from off_coroutine.engine import Difference

CHARGE = next(subject for subject in SUBJECTS if subject.name.startswith("charge"))
ALL = [(subject, fault) for subject in SUBJECTS for fault in subject.faults]
IDS = [re.sub(r"\W+", "-", f"{subject.name} {fault.name}").strip("-") for subject, fault in ALL]
every_fault = pytest.mark.parametrize(("subject", "fault"), ALL, ids=IDS)
every_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)

# What a program ends with when only its text is broken.
BROKEN_TEXT = re.compile(
    r"\b(NameError|UnboundLocalError|TypeError|AttributeError|SyntaxError|ImportError)\("
)


def difference_of(subject: Subject, fault: Fault) -> Difference:
    difference = subject.wrong(fault).prove().difference
    assert difference is not None, "the fault survives"
    return difference


@every_fault
def test_every_fault_is_killed_by_its_shortest_schedule(subject: Subject, fault: Fault) -> None:
    assert difference_of(subject, fault).shortest


@every_fault
def test_the_schedule_shows_the_fault_when_replayed(subject: Subject, fault: Fault) -> None:
    difference = difference_of(subject, fault)
    replayed = subject.wrong(fault).replay(difference.schedule)
    pairs = itertools.zip_longest(replayed["right"].entries, replayed["fault"].entries)
    assert next(at for at, (one, other) in enumerate(pairs) if one != other) == difference.at


@every_fault
def test_no_fault_is_killed_because_its_text_is_broken(subject: Subject, fault: Fault) -> None:
    scenario = subject.wrong(fault)
    for schedule in ([], difference_of(subject, fault).schedule):
        trace = scenario.replay(schedule)["fault"]
        assert not BROKEN_TEXT.search(str(trace.entries))


@every_subject
def test_right_programs_are_equivalent_under_every_schedule(subject: Subject) -> None:
    assert len(subject.rights) >= 2
    verdict = subject.right().prove()
    assert verdict.difference is None
    assert verdict.exhausted


@every_subject
def test_every_right_program_comes_to_an_end_under_first_choices(subject: Subject) -> None:
    for trace in subject.right().replay().values():
        assert trace.outcome.startswith("returns")
        assert not [entry for entry in trace.entries if entry[1] == "leaves"]


def test_there_are_at_least_forty_faults() -> None:
    assert len(ALL) >= 40
    assert len(set(IDS)) == len(IDS)


def test_an_edit_of_text_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="occurs 0 times in native"):
        CHARGE.wrong(Fault("no such text", "no such text", ""))


def test_the_table_has_a_row_for_the_right_programs_and_one_for_each_fault() -> None:
    subject = next(subject for subject in SUBJECTS if subject.name == "query")
    right, *faults = table([subject])
    assert (right.fault, right.verdict, right.schedule) == (None, "equivalent", [])
    skipped = faults[0]
    assert skipped.fault == "clean-up skipped when cancelled"
    assert skipped.verdict == "killed"
    assert skipped.schedule == ["connect() gives 'socket 4'", "the program is cancelled"]
    assert len(faults) == len(subject.faults)


def test_an_edit_that_changes_nothing_survives() -> None:
    subject = SUBJECTS[0]
    renamed = Fault("says the same in other words", '"Running Task", msg', 'f"Running Task {msg}"')
    same = Subject(subject.name, subject.rights, [renamed], start=subject.start)
    assert [row.verdict for row in table([same])] == ["equivalent", "survives"]
    assert [row.good for row in table([same])] == [True, False]


def test_a_wrong_program_among_the_right_ones_is_accused() -> None:
    async def hasty(world: object) -> None:
        pass

    subject = next(subject for subject in SUBJECTS if subject.name == "query")
    (row,) = table([Subject("accused", [subject.rights[0], hasty], [], subject.world)])
    assert (row.verdict, row.good) == ("accused", False)


def test_an_exploration_cut_short_proves_nothing() -> None:
    (row,) = table([Subject("charge", CHARGE.rights, [], CHARGE.world)], maximum=3)
    assert (row.verdict, row.good, row.schedules) == ("bounded", False, 3)


def test_the_command_prints_every_fault_and_ends_with_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["mutations"]) == 0
    printed = capsys.readouterr().out
    assert all(fault.name in printed for _, fault in ALL)
    assert printed.endswith(f"{len(ALL)} of {len(ALL)} faults killed, 0 right programs accused\n")


def test_the_command_prints_json_that_replays(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutations", "--json"]) == 0
    rows = {(row["subject"], row["fault"]): row for row in json.loads(capsys.readouterr().out)}
    for subject, fault in ALL:
        row = rows[subject.name, fault.name]
        difference = difference_of(subject, fault)
        assert (row["indices"], row["schedule"]) == (difference.schedule, decisions(difference))


def test_the_command_ends_with_1_if_a_fault_survives(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    harmless = Fault("nothing is wrong", "Running Task", "Running Task")
    survivor = Subject("sleep", SUBJECTS[0].rights, [harmless], start=SUBJECTS[0].start)
    monkeypatch.setattr("compare.workshop.mutations.command.SUBJECTS", [survivor])
    assert main(["mutations"]) == 1
    assert "survives  nothing is wrong" in capsys.readouterr().out


def test_the_command_prints_what_it_has_when_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def interrupted(world: object) -> None:
        raise KeyboardInterrupt

    right = Subject("right", CHARGE.rights, [], CHARGE.world)
    cut = Subject("cut", [interrupted, interrupted], [])
    monkeypatch.setattr("compare.workshop.mutations.command.SUBJECTS", [right, cut])
    assert main(["mutations"]) == 130
    output = capsys.readouterr()
    assert output.out.startswith("right: the right programs are equivalent")
    assert "faults killed" not in output.out
    assert output.err.endswith("interrupted after 1 of 2 rows\n")
