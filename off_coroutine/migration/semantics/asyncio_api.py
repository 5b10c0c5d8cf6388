"""Full names that decide what is legacy, and what calls run or iterate."""

from __future__ import annotations

# The last is this project's own decorator, which is to be left behind as asyncio's is.
COROUTINE = frozenset(
    {"asyncio.coroutine", "asyncio.coroutines.coroutine"}
    | {"legacy_style.coroutine.coroutine", "off_coroutine.decorator.coroutine"}
)
TYPES_COROUTINE = "types.coroutine"
STAND_IN = "_coroutine"  # what the migrator defines in the place of asyncio's
AWAITABLE_GENERATOR = frozenset({TYPES_COROUTINE, STAND_IN})  # decorators that make one

# Functions of asyncio that are coroutines: native ones from Python 3.7 on, though not before.
ASYNCIO_COROUTINES = frozenset(
    {"sleep", "wait", "wait_for", "open_connection", "open_unix_connection", "start_server"}
    | {"start_unix_server", "create_subprocess_exec", "create_subprocess_shell"}
)

# Methods that make an object one that can be awaited.
AWAITABLE = ("__iter__", "__await__")

# Calls that run a coroutine given to them, by full name or by the name of the method.
RUNNERS = frozenset(
    {
        "run_until_complete",
        "ensure_future",
        "async",
        "Task",
        "create_task",
        "wait_for",
        "gather",
        "wait",
        "shield",
        "as_completed",
        "run_coroutine_threadsafe",
        "run",
    }
)

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
STAR_NAMES = frozenset({"coroutine"})
