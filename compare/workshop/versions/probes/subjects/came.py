"""Names that came.

What you migrate to must be there on the oldest Python that you support. `async def` and `await`
are, from 3.5 on; these are younger. Below the table stands what does before.
"""

from compare.workshop.versions.probes.expressions import probes

PROBES = probes(
    {
        "asyncio.run": "`loop.run_until_complete` on a new event loop, then close it.",
        "asyncio.create_task": "`asyncio.ensure_future`.",
        "asyncio.get_running_loop": "`asyncio.get_event_loop`, inside a coroutine only.",
        "asyncio.current_task": "`asyncio.Task.current_task`.",
        "asyncio.to_thread": "`loop.run_in_executor(None, ...)`.",
        "asyncio.TaskGroup": "`asyncio.gather`, which cancels nothing when one fails.",
        "asyncio.timeout": "`asyncio.wait_for`.",
        "asyncio.Runner": "`asyncio.run` once.",
        "asyncio.Barrier": "",
        "asyncio.eager_task_factory": "",
        "asyncio.Queue.shutdown": "A sentinel in the queue.",
        "asyncio.Task.uncancel": "",
        "unittest.IsolatedAsyncioTestCase": "Run an event loop in each test.",
        "unittest.mock.AsyncMock": "A function that returns a finished Future.",
        "inspect.markcoroutinefunction": "",
        "contextlib.aclosing": "`try` ... `finally: await generator.aclose()`.",
        "anext": "`await iterator.__anext__()`.",
    }
)
