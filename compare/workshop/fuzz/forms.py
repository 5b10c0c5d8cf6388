"""The forms that rules know, with a hole `{}` for what is nested in them.

They read `asyncio`, `types`, `functools`, `inspect`, `loop`, `lock`, `self`, `step`, `x` and `y`.
Text for Python 3.6, where `async` is a name.
"""

EXPRESSIONS = {
    "yield from": "(yield from {})",
    "yield": "(yield {})",
    "bare yield": "[(yield), {}]",
    "loop argument": "asyncio.Queue(loop={})",
    "loop argument of gather": "asyncio.gather({}, loop=loop)",
    "loop argument of a partial": "functools.partial(asyncio.sleep, {}, loop=loop)",
    "moved name": "asyncio.async({})",
    "moved name by getattr": "getattr(asyncio, 'async')({})",
    "moved name of a task": "asyncio.Task.all_tasks({})",
    "reserved attribute": "({}).async",
    "reserved keyword": "step(async={})",
    "generator question": "isinstance({}, types.GeneratorType)",
    "generator function question": "inspect.isgeneratorfunction({})",
    "wait": "asyncio.wait([self.step({})])",
    "wait for": "asyncio.wait_for(self.step({}), 1)",
    "task of loop": "asyncio.Task.current_task(loop={})",
    "missing loop": "asyncio.get_event_loop().run_until_complete({})",
    "call form": "asyncio.coroutine({})",
    "call form of a function": "asyncio.coroutine(step)({})",
    "wrapped": "types.coroutine({})",
    "empty iterable": "({} or ())",
    "iterator": "iter(self.step({}))",
    "generator attribute": "(self.gen.gi_frame, {})",
    "patched name": "mock.patch('asyncio.async', {})",
    "mock": "mock.Mock(return_value=asyncio.coroutine(lambda: {})())",
    "lambda": "(lambda v={0}: ({0}))",
    "list comprehension": "[{} for each in x]",
    "iterated over": "[each for each in [{}]]",
    "filter": "{{each for each in x if ({})}}",
    "dictionary": "{{x: each for each in ({},)}}",
    "generator expression": "list(({}) for each in x)",
    "f-string": 'f"{{({})}}"',
    "conditional": "({} if x else y)",
    "condition": "(x if ({}) else y)",
    "starred": "step(*[{}], **{{'a': x}})",
    "subscript": "x[{}:]",
    "comparison": "(x is not {} == y)",
    "not": "(not {})",
    "parentheses": "((\n            {}  # why\n            ))",
    "text": "('async' 'await' % ({},))",
}
LEAVES = {
    "name": "x",
    "text": '"async"',
    "nothing": "None",
    "yield from": "(yield from self.step(1))",
    "yield from sleep": "(yield from asyncio.sleep(0, loop=loop))",
    "yield": "(yield)",
    "moved name": "asyncio.async(self.step(1))",
    "reserved name": "async",
    "reserved attribute": "x.await",
    "lock": "asyncio.Lock(loop=loop)",
    "coroutine": "self.step",
    "loop": "asyncio.get_event_loop()",
}
STATEMENTS = {
    "return": "return {}",
    "expression": "{}",
    "raise": "raise StopIteration({})",
    "raise in a condition": "if x: raise StopIteration({})\nelse: return {}",
    "assign": "v = {}",
    "assign several": "v, *w = [{}] * 2",
    "augmented": "v = 1; v += {}",
    "set attribute": "x.async = {}",
    "set two attributes": "x.async = y.await = {}",
    "delete": "del ({}).async",
    "reserved name": "async = {}",
    "with": "with (yield from {}) as c: pass",
    "with a lock": "with (yield from lock): pass; {}",
    "with several": "with step({}) as a, (yield from lock), open({}) as c:\n    pass",
    "for": "for i in [{}]: pass",
    "while": "while {}: break",
    "assertion": "assert {}, {}",
    "try": "try:\n    {}\nexcept (asyncio.TimeoutError, {}):\n    raise\nfinally:\n    {}",
    "catch all": "try:\n    yield from {}\nexcept Exception:\n    pass",
    "nested function": "@step({0})\ndef inner(a={0}):\n    yield from step(a)\n    return {0}",
    "nested coroutine": "@asyncio.coroutine\ndef inner(a={}):\n    return (yield from a)",
    "nested class": "class Inner(x):\n    a = {}\n    def __iter__(self):\n        return {}",
    "global": "global v\nv = {}",
    "continuation": "v = x + \\\n    {}",
    "semicolon": "x; {}; y",
}
# Only Pythons of today read these, and these read no `async` as a name.
MODERN = {
    "match": "match {0}:\n    case [a, *_] if {0}:\n        pass\n    case _:\n        return {0}",
    "walrus": "if (w := {}): return w",
    "several contexts": "with (step({}) as a, step({}) as b):\n    pass",
    "positional": "def inner(a, /, b={}, *, c={}):\n    return a",
    "annotated": "v: {} = {}",
}

HEAD = """import asyncio
import functools
import inspect
import types
from unittest import mock
lock = asyncio.Lock()
x = y = loop = None
@asyncio.coroutine
def step(*a, **k):
    yield from asyncio.sleep(0)
"""
COROUTINE = """class A:
    def __init__(self, loop):
        self.lock = asyncio.Lock(loop=loop)
    @asyncio.coroutine
    def step(self, n):
        yield from asyncio.sleep(0)
    @asyncio.coroutine
    def go(self, x, y, loop):
        yield from asyncio.sleep(0)
        if isinstance(x, types.GeneratorType):
            x = yield from x
{body}
"""
# Where a statement or an expression may stand that is in no coroutine.
PLACES = {
    "coroutine": COROUTINE,
    "plain method": "class A:\n    step = step\n    def out(self, x, y, loop):\n{body}\n",
    "function": "def out(self, x, y, loop, async_=None):\n    if x:\n{body}\n    return y\n",
    "module": "if 1:\n{body}\n",
}
EXPRESSION_PLACES = {
    "default": "def out(self, a={}):\n    return a\n",
    "decorator": "@step({})\ndef out(self):\n    return (yield from self.step())\n",
    "class body": "class A(step({0})):\n    a = {0}\n",
    "lambda": "out = lambda self, x, loop: {}\n",
}
