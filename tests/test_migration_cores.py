"""What several processes find in a package, and what becomes of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from off_coroutine.cli import run as main
from off_coroutine.migration.migrate import migrate
from off_coroutine.migration.review import review
from off_coroutine.migration.source import parallel_map as parallel
from off_coroutine.migration.source.parallel_map import parallel_map
from off_coroutine.migration.source.progress import unwatched
from off_coroutine.options import UsageError

CASES = Path(__file__).parent / "migration_cases"
MANY = range(100)

# The threads are those of the test runner; the command has none when it forks.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")


@pytest.fixture(autouse=True)
def _leaves_no_process() -> Iterable[None]:
    yield
    assert not multiprocessing.active_children()


def process_of(_: int) -> int:
    return os.getpid()


def test_results_come_in_the_order_of_the_items() -> None:
    assert parallel_map(str, MANY, 2, unwatched, "counting") == list(map(str, MANY))


def test_each_process_does_its_share_and_this_one_none() -> None:
    done = parallel_map(process_of, MANY, 2, unwatched, "asking")
    assert len(set(done)) == 2
    assert os.getpid() not in done


@pytest.mark.parametrize(("items", "jobs"), [(MANY, 1), (range(10), 8)])
def test_one_job_or_little_work_is_done_here(items: range, jobs: int) -> None:
    assert set(parallel_map(process_of, items, jobs, unwatched, "asking")) == {os.getpid()}


def test_an_error_is_raised_here_and_says_where_it_was() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        parallel_map(lambda item: 1 // (item - 30), MANY, 2, unwatched, "dividing")
    assert any("test_migration_cores.py" in note for note in caught.value.__notes__)


def test_a_process_that_is_killed_is_said_with_what_to_try() -> None:
    def die(item: int) -> int:
        if item == 51:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    with pytest.raises(UsageError, match="--jobs 1"):
        parallel_map(die, MANY, 2, unwatched, "dying")


def test_an_interrupt_ends_all_processes() -> None:
    def interrupted(items: Sequence[int], _: str) -> Iterable[int]:
        yield items[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parallel_map(str, MANY, 2, interrupted, "counting")


def sources() -> dict[str, bytes]:
    """All cases four times over, each time a package of its own."""
    return {
        f"{copy}/{file.relative_to(CASES).as_posix()}": file.read_bytes()
        for copy in "abcd"
        for file in CASES.rglob("*.py")
    }


def test_migration_and_review_are_the_same_on_one_core_and_on_three() -> None:
    many = sources()
    assert len(many) >= 3 * parallel._FEWEST
    assert migrate(many, jobs=3) == migrate(many)
    assert review(many, jobs=3).findings == review(many).findings


def test_the_command_prints_the_same_with_any_number_of_jobs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, content in sources().items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    printed = []
    for jobs in "13":
        status = main(["migrate", "--jobs", jobs, str(tmp_path)])
        printed.append((status, capsys.readouterr()))
    assert printed[0] == printed[1]
    assert printed[0][1].out.startswith("--- ")
