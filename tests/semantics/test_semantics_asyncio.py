"""The table of asyncio is what asyncio is, on every Python that is here."""

from __future__ import annotations

import asyncio
import inspect
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from off_coroutine.migration.semantics.asyncio_api import (
    API,
    CALLBACKS,
    COROUTINE,
    COROUTINE_FUNCTIONS,
    FUTURES,
    LEAVING,
    LOCKS,
    METHODS,
    RUNNERS,
    SERVERS,
    STAR_NAMES,
    TAKING_LOOP,
    Gives,
    Takes,
    names,
)

VERSIONS = [(3, minor) for minor in range(6, 14)]
PYENV = Path.home() / ".pyenv" / "versions"
# `TaskGroup` is not in `asyncio.__all__` of Python 3.11; `Server` is at the top from 3.9 on.
PROBE = """
import asyncio, asyncio.subprocess, inspect, json, sys
def takes_loop(made):
    try:
        return "loop" in inspect.signature(made).parameters
    except (TypeError, ValueError):
        return False
public = [n for n in dir(asyncio) if n[0] != "_" and not inspect.ismodule(getattr(asyncio, n))]
found = {n: getattr(asyncio, n) for n in public}
found["Process"] = asyncio.subprocess.Process
print(json.dumps({
    "names": sorted(found),
    "coroutines": [n for n in found if asyncio.iscoroutinefunction(found[n])],
    "loop": [n for n in found if takes_loop(found[n])],
    "classes": [n for n in found if isinstance(found[n], type)],
    "methods": {n: [m for m in dir(found[n])
                    if m[0] != "_" and asyncio.iscoroutinefunction(getattr(found[n], m))]
                for n in found if isinstance(found[n], type)},
}))
"""


def interpreter(version: tuple[int, int]) -> str:
    if sys.version_info[:2] == version:
        return sys.executable
    found = sorted(PYENV.glob(f"{version[0]}.{version[1]}.*/bin/python"))
    if not found:
        pytest.skip("no Python {}.{} in ~/.pyenv/versions".format(*version))
    return str(found[-1])


@cache
def asked(executable: str) -> dict[str, Any]:
    command = [executable, "-W", "ignore", "-c", PROBE]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(params=VERSIONS, ids="{0[0]}.{0[1]}".format)
def version(request: pytest.FixtureRequest) -> tuple[int, int]:
    version: tuple[int, int] = request.param
    return version


def is_of(name: str, version: tuple[int, int]) -> bool:
    row = API[name]
    return row.since <= version and (row.removed is None or version < row.removed)


def test_the_table_has_the_public_names_of_each_python(version: tuple[int, int]) -> None:
    real = set(asked(interpreter(version))["names"]) - {"sys"}
    of_windows = {"ProactorEventLoop", "WindowsSelectorEventLoopPolicy"}
    of_windows.add("WindowsProactorEventLoopPolicy")
    ours = {name for name in API if is_of(name, version)} - of_windows
    assert ours == real


def test_the_table_has_the_coroutine_functions_of_each_python(version: tuple[int, int]) -> None:
    real = set(asked(interpreter(version))["coroutines"])
    assert {name for name in COROUTINE_FUNCTIONS if is_of(name, version)} == real


def test_the_table_says_who_takes_a_loop_in_each_python(version: tuple[int, int]) -> None:
    answer = asked(interpreter(version))
    # The classes of 3.10 keep the parameter, and refuse whatever is given for it.
    real = {n for n in answer["loop"] if version < (3, 10) or n not in answer["classes"]}
    taking = {name for name in TAKING_LOOP if is_of(name, version)}
    assert taking <= real if version < (3, 10) else not taking & real


def test_what_takes_a_loop_no_more_is_what_the_table_says() -> None:
    before, today = asked(interpreter((3, 9)))["loop"], asked(interpreter((3, 13)))["loop"]
    there = {name for name in API if is_of(name, (3, 9))}
    assert (set(before) - set(today)) & there == TAKING_LOOP & there


def test_the_table_says_what_classes_there_are(version: tuple[int, int]) -> None:
    answer = asked(interpreter(version))
    assert {n for n in answer["names"] if n in API and API[n].is_class} == set(answer["classes"])


def test_the_table_has_the_coroutine_methods_of_each_python(version: tuple[int, int]) -> None:
    for name, methods in asked(interpreter(version))["methods"].items():
        # What real loops return there is a Future, though 3.7 declares it a coroutine.
        assert set(methods) - {"run_in_executor"} <= API[name].methods, name


def test_the_methods_of_the_table_are_there() -> None:
    answer = asked(interpreter((3, 13)))["methods"]
    # A condition takes `acquire` from its lock when it is made; the others came from loops.
    missing = {
        name: sorted(row.methods - set(answer[name]))
        for name, row in API.items()
        if name in answer and row.methods - set(answer[name])
    }
    assert missing == {"Condition": ["acquire"]}


def test_names_that_are_gone_have_the_version() -> None:
    gone = {name: row.removed for name, row in API.items() if row.removed and row.removed < (3, 14)}
    assert gone == {"coroutine": (3, 11), "async": (3, 7), "JoinableQueue": (3, 5)}


def test_classes_that_calls_make_are_in_the_table() -> None:
    assert all(API[row.makes].is_class for row in API.values() if row.makes)


def test_what_calls_make_is_known_by_its_class() -> None:
    assert {name: row.makes for name, row in API.items() if row.makes} == {
        **dict.fromkeys(("open_connection", "open_unix_connection"), "StreamReader"),
        **dict.fromkeys(("start_server", "start_unix_server"), "Server"),
        **dict.fromkeys(("create_subprocess_exec", "create_subprocess_shell"), "Process"),
        **dict.fromkeys(
            ("get_event_loop", "get_running_loop", "new_event_loop"), "AbstractEventLoop"
        ),
        **dict.fromkeys(("timeout", "timeout_at"), "Timeout"),
        "create_task": "Task",
    }


def test_what_leaves_is_announced_for_one_python() -> None:
    leaving = {name: row.leaving for name, row in API.items() if row.leaving}
    assert set(leaving.values()) == {(3, 16)}
    policies = {name for name in API if name.endswith(("_policy", "Policy"))}
    assert leaving.keys() == {"iscoroutinefunction", *policies}
    assert {name for name, row in API.items() if row.removed == (3, 14)} == {
        name for name in API if name.endswith(("_watcher", "Watcher"))
    }
    assert leaving.keys() < LEAVING


def test_what_has_no_version_has_been_there_from_the_first_on() -> None:
    assert API["sleep"].since == (3, 4)
    assert API["WindowsSelectorEventLoopPolicy"].since == (3, 7)
    assert API["WindowsProactorEventLoopPolicy"].since == (3, 7)


def test_callbacks_stand_where_the_methods_have_them() -> None:
    for name, place in CALLBACKS.items():
        owner = asyncio.AbstractEventLoop if name != "add_done_callback" else asyncio.Future
        method = getattr(owner, name)
        if name == "add_done_callback":
            assert place == 0
        else:
            parameters = list(inspect.signature(method).parameters)[1:]
            assert parameters[place] == "callback", name
    taking = {
        name
        for name, method in inspect.getmembers(asyncio.AbstractEventLoop, inspect.isfunction)
        if "callback" in inspect.signature(method).parameters
    }
    assert taking | {"add_done_callback"} == CALLBACKS.keys()


def test_this_projects_own_decorator_is_left_behind_too() -> None:
    assert {
        *("asyncio.coroutine", "asyncio.coroutines.coroutine"),
        *("legacy_style.coroutine.coroutine", "off_coroutine.decorator.coroutine"),
    } == COROUTINE


def test_what_is_run_is_run_by_name() -> None:
    assert {
        *("run_until_complete", "ensure_future", "async", "Task", "create_task", "wait_for"),
        *("gather", "wait", "shield", "as_completed", "run_coroutine_threadsafe", "run"),
    } == RUNNERS


def test_futures_are_made_by_name() -> None:
    assert {
        *("async", "create_future", "create_task", "ensure_future", "Future", "gather", "shield"),
        *("run_in_executor", "Task", "wrap_future"),
    } == FUTURES


def test_a_future_of_a_thread_is_no_future_of_asyncio() -> None:
    assert names(gives=Gives.POOL_FUTURE) == {"run_coroutine_threadsafe"}


def test_tasks_take_coroutines_only() -> None:
    assert names(takes=Takes.COROUTINES) == {
        *("create_task", "run", "run_coroutine_threadsafe", "Task"),
    }


def test_locks_are_what_can_be_acquired() -> None:
    assert {"Lock", "Condition", "Semaphore", "BoundedSemaphore"} == LOCKS


def test_servers_are_started_by_coroutines() -> None:
    assert {"start_server", "start_unix_server"} == SERVERS


def test_policies_and_watchers_leave() -> None:
    assert {"iscoroutinefunction", "set_event_loop_policy", "SafeChildWatcher"} <= LEAVING


def test_a_star_import_brings_no_name_of_a_module_of_asyncio() -> None:
    assert "coroutine" in STAR_NAMES and "Process" not in STAR_NAMES


def test_methods_of_loops_are_apart_from_names() -> None:
    assert "run_in_executor" in METHODS and "run_in_executor" not in API
