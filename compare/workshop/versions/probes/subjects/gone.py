"""Names that go.

Code that uses them fails at import, or at the first call, long before a test of yours says why.
Replace them before you change the interpreter: what stands in for them is older than their end,
from 3.7 on.
"""

from compare.workshop.versions.probes.expressions import probes

PROBES = probes(
    {
        "asyncio.coroutine(f)": "`async def`, or `off_coroutine/decorator.py` until you have it.",
        "asyncio.async(f())": "`asyncio.ensure_future`; from 3.7 the name itself is a SyntaxError.",
        "asyncio.JoinableQueue": "`asyncio.Queue`, which can be joined.",
        "asyncio.Task.all_tasks()": "`asyncio.all_tasks()`, which leaves out finished tasks.",
        "asyncio.Task.current_task()": "`asyncio.current_task()`.",
        "asyncio.iscoroutinefunction(f)": "`inspect.iscoroutinefunction`.",
        "asyncio.get_event_loop_policy()": "`asyncio.run(..., loop_factory=...)`.",
        "asyncio.set_event_loop_policy(None)": "Likewise.",
        "asyncio.get_child_watcher()": "Nothing: asyncio watches processes by itself.",
        "asyncio.SafeChildWatcher()": "Likewise.",
    }
)
