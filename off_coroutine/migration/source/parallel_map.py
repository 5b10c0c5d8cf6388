"""Work on many modules on all cores.

Reading a package and deciding on it take one process: to hand a syntax tree from one to another
takes about as long as to parse it. A forked child has the trees as they are, and what it finds in
a module is small.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from off_coroutine.migration.source.progress import Watch
from off_coroutine.options import UsageError, positive

Item = TypeVar("Item")
Result = TypeVar("Result")

_FEWEST = 40  # items for a process: fewer take less time than it does


def add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jobs",
        type=positive,
        default=available(),
        metavar="N",
        help="how many processes may work on a large package (one for each core: %(default)s)",
    )


def available() -> int:
    """Return how many processors this process may use; 1 where it cannot be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parallel_map(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int, watch: Watch, word: str
) -> list[Result]:
    """Return what `work` gives for each item, in their order, by up to `jobs` processes.

    Raises:
        UsageError: one of the processes was killed.
    """
    jobs = min(jobs, len(items) // _FEWEST)
    if jobs < 2:
        return [work(item) for item in watch(items, word)]
    results: dict[int, Result] = {}
    with _children(work, items, jobs) as connections:
        arriving = _arriving(connections)
        for _ in watch(items, word):
            index, result = next(arriving)
            results[index] = result
    return [results[index] for index in range(len(items))]


@contextmanager
def _children(
    work: Callable[[Any], Any], items: Sequence[Any], jobs: int
) -> Iterator[list[Connection]]:
    """Start processes that send index and result of each item; end what is left of them."""
    context = multiprocessing.get_context("fork")
    processes, connections = [], []
    try:
        for first in range(jobs):
            receiving, sending = context.Pipe(duplex=False)
            arguments = (work, items, range(first, len(items), jobs), sending)
            process = context.Process(target=_send, args=arguments)
            process.start()
            sending.close()
            processes.append(process)
            connections.append(receiving)
        yield connections
    finally:
        for connection in connections:
            connection.close()
        for process in processes:
            process.terminate()
            process.join()


def _send(
    work: Callable[[Any], Any], items: Sequence[Any], indices: range, sending: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its children
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(BrokenPipeError):  # the parent is gone
        for index in indices:
            try:
                sending.send((index, work(items[index])))
            except BrokenPipeError:
                raise
            except Exception as error:
                error.add_note(traceback.format_exc())
                sending.send((index, error))
                return


def _arriving(connections: Sequence[Connection]) -> Iterator[tuple[int, Any]]:
    waiting: list[Any] = list(connections)
    while waiting:
        for connection in wait(waiting):
            assert isinstance(connection, Connection)
            try:
                index, result = connection.recv()
            except EOFError:
                waiting.remove(connection)
                continue
            if isinstance(result, Exception):
                raise result
            yield index, result
    raise UsageError("a process of the migrator was killed: try --jobs 1, which takes less memory")
