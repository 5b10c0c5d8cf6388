"""The argument `loop=`.

What runs in an event loop finds it by itself since Python 3.5.3, and most of asyncio refuses the
argument from 3.10 on. Leave it out everywhere; if the loop meant is not the one that runs, the
code is wrong on every Python.
"""

from compare.workshop.versions.probes.expressions import probes

PROBES = probes(
    dict.fromkeys(
        [
            "await asyncio.sleep(0, loop=loop)",
            "await asyncio.gather(done, loop=loop)",
            "await asyncio.wait([done], loop=loop)",
            "await asyncio.wait_for(done, 1, loop=loop)",
            "await asyncio.shield(done, loop=loop)",
            "list(asyncio.as_completed([done], loop=loop))",
            "asyncio.Lock(loop=loop)",
            "asyncio.Event(loop=loop)",
            "asyncio.Condition(loop=loop)",
            "asyncio.Semaphore(loop=loop)",
            "asyncio.Queue(loop=loop)",
            "await asyncio.start_server(f, '127.0.0.1', 0, loop=loop)",
            "asyncio.StreamReader(loop=loop)",
            "asyncio.Future(loop=loop)",
            "await asyncio.Task(f(), loop=loop)",
            "await asyncio.ensure_future(f(), loop=loop)",
        ],
        "",
    )
)
