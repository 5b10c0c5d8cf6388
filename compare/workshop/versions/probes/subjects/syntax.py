"""Syntax.

What one Python compiles another may not, so that a migration may have to go through a version
that reads both. Below the table stands what every Python reads instead.
"""

from compare.workshop.versions.probes.probe import Probe

SOURCES = [
    (
        "`async = 1`",
        "async = 1",
        "Rename it before anything else: later Pythons cannot parse the file.",
    ),
    (
        "`def f(async=False)`",
        "def f(async=False): pass",
        "Rename the parameter, and its callers with it.",
    ),
    (
        "`[(yield x) for x in y]`",
        "def f(): return [(yield x) for x in y]",
        "Write the loop; where it compiles, it makes a list of a generator and does not wait.",
    ),
    (
        "`[(yield from x) for x in y]`",
        "def f(): return [(yield from x) for x in y]",
        "Likewise, or `gather` what you wait for.",
    ),
    (
        "`[await x for x in y]` in `async def`",
        "async def f(): return [await x for x in y]",
        "",
    ),
    (
        "`f(yield from g())`",
        "def f(): print(yield from g())",
        "`f((yield from g()))`; `f(await g())` needs no second parentheses.",
    ),
    (
        "`yield from` in `async def`",
        "async def f(): yield from g()",
        "`await`, or `async for` and `yield` in an asynchronous generator.",
    ),
    (
        "`yield` in `async def`",
        "async def f(): yield",
        "Compiles and means something else: an asynchronous generator is no coroutine.",
    ),
    (
        "`return 1` beside that `yield`",
        "async def f():\n yield\n return 1",
        "Hand the value over some other way, such as an attribute.",
    ),
    (
        "`await x` in a `lambda`",
        "async def f(): return lambda: await x",
        "A coroutine function with a name.",
    ),
    (
        "`await x` in an f-string",
        "async def f(): return f'{await x}'",
        "Await into a name first.",
    ),
    (
        "`@(await x)`, a decorator",
        "async def f():\n @(await x)\n def g(): pass",
        "Await into a name first.",
    ),
    (
        "`[x async for x in y]` in `def`",
        "def f(): return [x async for x in y]",
        "Make the function `async def`.",
    ),
    (
        "`[[z async for z in x] for x in y]`",
        "async def f(): return [[z async for z in x] for x in y]",
        "Write the outer one as a loop.",
    ),
    (
        "`async with (a() as b, c() as d):`",
        "async def f():\n async with (a() as b, c() as d): pass",
        "Leave the parentheses out, or nest.",
    ),
]


def _compiling(source):
    return lambda: compile(source, "<probe>", "exec") and None


PROBES = [Probe(title, _compiling(source), note) for title, source, note in SOURCES]
