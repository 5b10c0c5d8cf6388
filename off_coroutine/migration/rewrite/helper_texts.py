"""What migrated text needs that asyncio has no more: every definition that a module may get."""

from __future__ import annotations

from off_coroutine.migration.rewrite.helpers import Helper
from off_coroutine.migration.semantics.asyncio_api import STAND_IN

STAND_IN_HELPER = Helper(
    STAND_IN,
    ("functools", "inspect", "types"),
    '''\
def {name}(function):
    """Return a coroutine function, as asyncio.coroutine did up to Python 3.10."""
    call = {types}.coroutine(function)

    @{functools}.wraps(function)
    async def coroutine(*args, **kwargs):
        result = call(*args, **kwargs)
        return await result if {inspect}.isawaitable(result) else result

    return coroutine
''',
    '''\
def {name}(function: {typing}.Any) -> {typing}.Any:
    """Return a coroutine function, as asyncio.coroutine did up to Python 3.10."""
    call = {types}.coroutine(function)

    @{functools}.wraps(function)
    async def coroutine(*args: {typing}.Any, **kwargs: {typing}.Any) -> {typing}.Any:
        result = call(*args, **kwargs)
        return await result if {inspect}.isawaitable(result) else result

    return coroutine
''',
)
EVENT_LOOP = Helper(
    "_event_loop",
    ("asyncio",),
    '''\
def {name}():
    """Return the current event loop; make one where there is none, as up to Python 3.13."""
    try:
        return {asyncio}.get_event_loop()
    except RuntimeError:
        {asyncio}.set_event_loop({asyncio}.new_event_loop())
        return {asyncio}.get_event_loop()
''',
    '''\
def {name}() -> {asyncio}.AbstractEventLoop:
    """Return the current event loop; make one where there is none, as up to Python 3.13."""
    try:
        return {asyncio}.get_event_loop()
    except RuntimeError:
        {asyncio}.set_event_loop({asyncio}.new_event_loop())
        return {asyncio}.get_event_loop()
''',
)
LOOP_ARGUMENT = Helper(
    "_loop_argument",
    ("sys",),
    '''\
def {name}(loop):
    """Return the argument for an event loop, which asyncio takes up to Python 3.9."""
    return {{"loop": loop}} if {sys}.version_info < (3, 10) else {{}}
''',
    '''\
def {name}(loop: {typing}.Any) -> {typing}.Dict[str, {typing}.Any]:
    """Return the argument for an event loop, which asyncio takes up to Python 3.9."""
    return {{"loop": loop}} if {sys}.version_info < (3, 10) else {{}}
''',
)
CURRENT_TASK = Helper(
    "_current_task",
    ("asyncio",),
    '''\
def {name}(loop=None):
    """Return the task that runs, as asyncio.Task.current_task did up to Python 3.8."""
    if hasattr({asyncio}.Task, "current_task"):
        return {asyncio}.Task.current_task(loop)
    return {asyncio}.current_task(loop or {asyncio}.get_event_loop())
''',
    '''\
def {name}(loop: {typing}.Any = None) -> {typing}.Any:
    """Return the task that runs, as asyncio.Task.current_task did up to Python 3.8."""
    if hasattr({asyncio}.Task, "current_task"):
        return {asyncio}.Task.current_task(loop)
    return {asyncio}.current_task(loop or {asyncio}.get_event_loop())
''',
)
ALL_TASKS = Helper(
    "_all_tasks",
    ("asyncio",),
    '''\
def {name}(loop=None):
    """Return the tasks of an event loop; those that are done only up to Python 3.8."""
    if hasattr({asyncio}.Task, "all_tasks"):
        return {asyncio}.Task.all_tasks(loop)
    return {asyncio}.all_tasks(loop or {asyncio}.get_event_loop())
''',
    '''\
def {name}(loop: {typing}.Any = None) -> {typing}.Any:
    """Return the tasks of an event loop; those that are done only up to Python 3.8."""
    if hasattr({asyncio}.Task, "all_tasks"):
        return {asyncio}.Task.all_tasks(loop)
    return {asyncio}.all_tasks(loop or {asyncio}.get_event_loop())
''',
)
AWAITABLE_MOCK = Helper(
    "_AwaitableMock",
    ("unittest.mock",),
    '''\
class {name}({mock}.MagicMock):
    """A mock that can be awaited, as one could delegate to any MagicMock."""

    def __await__(self):
        return iter(self)
''',
    '''\
class {name}({mock}.MagicMock):
    """A mock that can be awaited, as one could delegate to any MagicMock."""

    def __await__(self) -> {typing}.Any:
        return iter(self)
''',
)
NOTHING = Helper(
    "_Nothing",
    (),
    '''\
class {name}(tuple):
    """The empty tuple, which can also be awaited: there is nothing to wait for."""

    def __await__(self):
        return iter(self)
''',
    '''\
class {name}(tuple):  # type: ignore[type-arg]
    """The empty tuple, which can also be awaited: there is nothing to wait for."""

    def __await__(self) -> {typing}.Any:
        return iter(self)
''',
)
AWAITED_ITERATOR = Helper(
    "_AwaitedIterator",
    (),
    '''\
class {name}:
    """What `__aiter__` waits for, as `async for` did up to Python 3.6."""

    def __init__(self, iterator):
        self._awaitable = iterator
        self._iterator = None

    def __await__(self):
        return self._awaitable.__await__()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._iterator is None:
            self._iterator = await self._awaitable
        return await self._iterator.__anext__()
''',
    '''\
class {name}:
    """What `__aiter__` waits for, as `async for` did up to Python 3.6."""

    def __init__(self, iterator: {typing}.Any) -> None:
        self._awaitable = iterator
        self._iterator = None  # type: {typing}.Any

    def __await__(self) -> {typing}.Any:
        return self._awaitable.__await__()

    def __aiter__(self) -> {typing}.Any:
        return self

    async def __anext__(self) -> {typing}.Any:
        if self._iterator is None:
            self._iterator = await self._awaitable
        return await self._iterator.__anext__()
''',
)
WRAPS = Helper(
    "_wraps",
    ("asyncio", "functools", "inspect"),
    '''\
def {name}(function):
    """Return functools.wraps, under which a coroutine function stays one for asyncio."""

    def mark(wrapper):
        wrapper = {functools}.wraps(function)(wrapper)
        if not {inspect}.iscoroutinefunction(function):
            return wrapper
        if hasattr({inspect}, "markcoroutinefunction"):
            return {inspect}.markcoroutinefunction(wrapper)
        wrapper._is_coroutine = {asyncio}.coroutines._is_coroutine
        return wrapper

    return mark
''',
    '''\
def {name}(function: {typing}.Any) -> {typing}.Any:
    """Return functools.wraps, under which a coroutine function stays one for asyncio."""

    def mark(wrapper: {typing}.Any) -> {typing}.Any:
        wrapper = {functools}.wraps(function)(wrapper)
        if not {inspect}.iscoroutinefunction(function):
            return wrapper
        if hasattr({inspect}, "markcoroutinefunction"):
            return {inspect}.markcoroutinefunction(wrapper)
        wrapper._is_coroutine = getattr({asyncio}.coroutines, "_is_coroutine")
        return wrapper

    return mark
''',
)
