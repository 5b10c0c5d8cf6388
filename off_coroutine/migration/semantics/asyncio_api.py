"""The table of asyncio's public names, and the other full names that decide what is legacy."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import NamedTuple

# The last is this project's own decorator, which is to be left behind as asyncio's is.
COROUTINE = frozenset(
    {"asyncio.coroutine", "asyncio.coroutines.coroutine"}
    | {"legacy_style.coroutine.coroutine", "off_coroutine.decorator.coroutine"}
)
TYPES_COROUTINE = "types.coroutine"
STAND_IN = "_coroutine"  # what the migrator defines in the place of asyncio's
AWAITABLE_GENERATOR = frozenset({TYPES_COROUTINE, STAND_IN})  # decorators that make one

# Methods that make an object one that can be awaited.
AWAITABLE = ("__iter__", "__await__")

# Decorators that run what they decorate as a coroutine, by the end of their names.
TEST_DECORATORS = frozenset(
    {
        "pytest.mark.run_loop",
        "pytest.mark.asyncio",
        "run_until_complete",
        "unittest_run_loop",
        "asynctest",
        "async_test",
    }
)

# Decorators whose subject must stay a generator.
GENERATOR_DECORATORS = frozenset(
    {
        "contextlib.contextmanager",
        "pytest.fixture",
        "pytest.yield_fixture",
        "types.coroutine",
        STAND_IN,
        "inlineCallbacks",
        "tornado.gen.coroutine",
        "gen.coroutine",
    }
)

# Builtins that iterate over an argument.
ITERATING = frozenset(
    {"all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max", "min"}
    | {"next", "set", "sorted", "sum", "tuple", "zip"}
)

Version = tuple[int, int]


class Gives(enum.Enum):
    """What a call of a name gives."""

    COROUTINE = "a coroutine: a native one from Python 3.7 on, though not always before"
    FUTURE = "a Future or Task"
    POOL_FUTURE = "a Future of a thread, which cannot be awaited"
    PLAIN = "what cannot be awaited"
    ANYTHING = "what may be awaitable or not"


class Takes(enum.Enum):
    """What a call runs of what is given to it."""

    NOTHING = "nothing"
    COROUTINES = "coroutines; no generators from Python 3.12 on, whatever decorates them"
    AWAITABLES = "coroutines and other awaitables"
    FUTURES = "futures, and coroutines up to Python 3.10"


class Api(NamedTuple):
    """What is known of a name of asyncio, or of a method of one of its classes.

    Attributes:
        gives: what a call of it gives.
        takes: what it runs of its arguments.
        since: the first Python that has it, of those that count.
        removed: the first Python without it.
        leaving: the first Python that is to be without it, as far as it is announced.
        loop_until: the first Python in which it takes no `loop` any more.
        methods: of a class, its methods whose calls give coroutines.
        makes: the class of asyncio of what a call gives, or an await of what it gives.
        callback: the place among its arguments of a function that it calls and drops the result of.
        is_class: whether it is a class.
    """

    gives: Gives = Gives.PLAIN
    takes: Takes = Takes.NOTHING
    since: Version = (3, 4)
    removed: Version | None = None
    leaving: Version | None = None
    loop_until: Version | None = None
    methods: frozenset[str] = frozenset()
    makes: str = ""
    callback: int | None = None
    is_class: bool = False


def _class(methods: str = "", **facts: object) -> Api:
    row = Api(methods=frozenset(methods.split()), is_class=True)
    return row._replace(**facts)  # type: ignore[arg-type]  # the names are those of the fields


_COROUTINE = Api(Gives.COROUTINE)
_STREAM = Api(Gives.COROUTINE, loop_until=(3, 10))
_SCHEDULED = Api(Gives.FUTURE, Takes.AWAITABLES)
_QUEUE = _class("get put join", loop_until=(3, 10))
_LOCK = _class("acquire", loop_until=(3, 10))
_LOOP = _class(
    "connect_accepted_socket connect_read_pipe connect_write_pipe create_connection "
    "create_datagram_endpoint create_server create_unix_connection create_unix_server getaddrinfo "
    "getnameinfo sendfile shutdown_asyncgens shutdown_default_executor sock_accept sock_connect "
    "sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendfile "
    "sock_sendto start_tls subprocess_exec subprocess_shell"
)
_SERVER = _class("serve_forever start_serving wait_closed")
_FUTURE = _class(gives=Gives.FUTURE)
_WATCHER = _class(removed=(3, 14))
_POLICY = _class(leaving=(3, 16))

API = {
    "coroutine": Api(removed=(3, 11)),
    "sleep": _STREAM,
    "wait": _STREAM._replace(takes=Takes.FUTURES),
    "wait_for": _STREAM._replace(takes=Takes.AWAITABLES),
    "open_connection": _STREAM._replace(makes="StreamReader"),
    "open_unix_connection": _STREAM._replace(makes="StreamReader"),
    "start_server": _STREAM._replace(makes="Server"),
    "start_unix_server": _STREAM._replace(makes="Server"),
    "create_subprocess_exec": _STREAM._replace(makes="Process"),
    "create_subprocess_shell": _STREAM._replace(makes="Process"),
    "to_thread": _COROUTINE._replace(since=(3, 9)),
    "gather": _SCHEDULED._replace(loop_until=(3, 10)),
    "shield": _SCHEDULED._replace(loop_until=(3, 10)),
    "ensure_future": _SCHEDULED,
    "async": _SCHEDULED._replace(removed=(3, 7)),
    "wrap_future": Api(Gives.FUTURE),
    "create_task": Api(Gives.FUTURE, Takes.COROUTINES, since=(3, 7), makes="Task"),
    "run": Api(Gives.ANYTHING, Takes.COROUTINES, since=(3, 7)),
    "run_coroutine_threadsafe": Api(Gives.POOL_FUTURE, Takes.COROUTINES),
    "as_completed": Api(Gives.ANYTHING, Takes.AWAITABLES, loop_until=(3, 10)),
    "current_task": Api(Gives.ANYTHING, since=(3, 7)),
    "all_tasks": Api(since=(3, 7)),
    "iscoroutine": Api(),
    "isfuture": Api(),
    "iscoroutinefunction": Api(leaving=(3, 16)),
    "get_event_loop": Api(makes="AbstractEventLoop"),
    "get_running_loop": Api(since=(3, 7), makes="AbstractEventLoop"),
    "new_event_loop": Api(makes="AbstractEventLoop"),
    "set_event_loop": Api(),
    "create_eager_task_factory": Api(since=(3, 12)),
    "eager_task_factory": Api(Gives.FUTURE, since=(3, 12)),
    "timeout": Api(since=(3, 11), makes="Timeout"),
    "timeout_at": Api(since=(3, 11), makes="Timeout"),
    "Future": _FUTURE,
    "Task": _FUTURE._replace(takes=Takes.COROUTINES),
    "Lock": _LOCK,
    "Semaphore": _LOCK,
    "BoundedSemaphore": _LOCK,
    "Event": _class("wait", loop_until=(3, 10)),
    "Condition": _class("acquire wait wait_for", loop_until=(3, 10)),
    "Barrier": _class("abort reset wait", since=(3, 11)),
    "Queue": _QUEUE,
    "PriorityQueue": _QUEUE,
    "LifoQueue": _QUEUE,
    "JoinableQueue": _QUEUE._replace(removed=(3, 5)),
    "StreamReader": _class("read readexactly readline readuntil"),
    "StreamWriter": _class("drain start_tls wait_closed"),
    "Process": _class("communicate wait"),  # asyncio.subprocess.Process
    "Server": _SERVER._replace(since=(3, 9)),
    "AbstractServer": _SERVER,
    "AbstractEventLoop": _LOOP,
    "BaseEventLoop": _LOOP,
    "SelectorEventLoop": _LOOP,
    "ProactorEventLoop": _LOOP,
    "EventLoop": _LOOP._replace(since=(3, 13)),
    "Timeout": _class(since=(3, 11)),
    "TaskGroup": _class(since=(3, 11)),
    "Runner": _class(since=(3, 11)),
    "get_event_loop_policy": Api(leaving=(3, 16)),
    "set_event_loop_policy": Api(leaving=(3, 16)),
    "get_child_watcher": Api(removed=(3, 14)),
    "set_child_watcher": Api(removed=(3, 14)),
    **dict.fromkeys(("AbstractEventLoopPolicy", "DefaultEventLoopPolicy"), _POLICY),
    "WindowsSelectorEventLoopPolicy": _POLICY._replace(since=(3, 7)),
    "WindowsProactorEventLoopPolicy": _POLICY._replace(since=(3, 7)),
    **dict.fromkeys(("AbstractChildWatcher", "SafeChildWatcher", "FastChildWatcher"), _WATCHER),
    "MultiLoopChildWatcher": _WATCHER._replace(since=(3, 8)),
    "ThreadedChildWatcher": _WATCHER._replace(since=(3, 8)),
    "PidfdChildWatcher": _WATCHER._replace(since=(3, 9)),
    "QueueShutDown": _class(since=(3, 13)),
    "BrokenBarrierError": _class(since=(3, 11)),
    "SendfileNotAvailableError": _class(since=(3, 7)),
    "BufferedProtocol": _class(since=(3, 7)),
    **dict.fromkeys(
        (
            *("BaseProtocol", "BaseTransport", "CancelledError", "DatagramProtocol"),
            *("DatagramTransport", "Handle", "IncompleteReadError", "InvalidStateError"),
            *("LimitOverrunError", "Protocol", "QueueEmpty", "QueueFull"),
            *("ReadTransport", "StreamReaderProtocol", "SubprocessProtocol", "SubprocessTransport"),
            *("TimeoutError", "TimerHandle", "Transport", "WriteTransport"),
        ),
        _class(),
    ),
    **dict.fromkeys(("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"), Api()),
}
# Methods of event loops, runners and task groups that make futures or run what is given to them.
METHODS = {
    "create_future": Api(Gives.FUTURE, since=(3, 5)),
    "create_task": API["create_task"],
    "run_in_executor": Api(Gives.FUTURE),
    "run_until_complete": Api(Gives.ANYTHING, Takes.AWAITABLES),
    "run": API["run"],
    **dict.fromkeys(("call_soon", "call_soon_threadsafe", "add_done_callback"), Api(callback=0)),
    **dict.fromkeys(("call_later", "call_at", "add_reader", "add_writer"), Api(callback=1)),
    "add_signal_handler": Api(callback=1),
}
# Names that are in `asyncio.subprocess` only.
_NOT_AT_THE_TOP = frozenset({"Process"})
STAR_NAMES = API.keys() - _NOT_AT_THE_TOP


def names(
    *, gives: Gives | None = None, takes: Takes | None = None, loop_until: Version | None = None
) -> frozenset[str]:
    """Return the names, of methods too, of what gives, runs or takes something."""
    return frozenset(
        name
        for name, row in _rows()
        if gives in (None, row.gives)
        and takes in (None, row.takes)
        and loop_until in (None, row.loop_until)
    )


def _rows() -> Iterator[tuple[str, Api]]:
    yield from API.items()
    yield from METHODS.items()


COROUTINE_FUNCTIONS = names(gives=Gives.COROUTINE)
FUTURES = names(gives=Gives.FUTURE) - {"eager_task_factory"}
RUNNERS = frozenset(name for name, row in _rows() if row.takes is not Takes.NOTHING)
TAKING_LOOP = names(loop_until=(3, 10))
SERVERS = frozenset(name for name, row in API.items() if row.makes == "Server")
CALLBACKS = {name: row.callback for name, row in _rows() if row.callback is not None}
LOCKS = frozenset(name for name, row in API.items() if "acquire" in row.methods)
LEAVING = frozenset(name for name, row in API.items() if row.leaving or row.removed == (3, 14))
COROUTINE_METHODS = frozenset().union(*(row.methods for row in API.values()))
