"""Values as text that is the same in every run, process and Python version.

Traces are compared as text, so that two runs can be compared although each
has objects of its own, and a trace can cross from one interpreter to another.
``repr`` alone will not do: it shows addresses, the order of a set depends on
PYTHONHASHSEED, and Python 3.6 writes ``ValueError('x',)``.
"""

import asyncio
import collections
import os
import re
import reprlib
from typing import Any, Dict, Tuple

_ASYNCIO = os.path.dirname(asyncio.__file__)
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
_PLAIN = frozenset([str, int, float, bool, bytes, type(None)])


def describe(value: Any) -> str:
    """Return ``value`` as text, without addresses."""
    return _without_addresses(repr(value) if type(value) in _PLAIN else _compose(value))


def spoken(word: Any) -> str:
    """Return ``word`` as ``print`` shows it, but without addresses."""
    kind: Any = type(word)
    if kind.__str__ is object.__str__:  # which shows the repr
        return describe(word)
    return _without_addresses(str(word))


def _without_addresses(text: str) -> str:
    """Return ``text`` without them: messages of exceptions have some, too."""
    return _ADDRESS.sub("", text) if " at 0x" in text else text


def call(name: str, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> str:
    """Return the call ``name(*args, **kwargs)`` as text."""
    words = list(map(describe, args))
    if kwargs:
        words += [key + "=" + describe(argument) for key, argument in kwargs.items()]
    return name + "(" + ", ".join(words) + ")"


@reprlib.recursive_repr("...")
def _compose(value: Any) -> str:
    kind: Any = type(value)
    name: str = kind.__name__
    shown = kind.__repr__
    if shown is dict.__repr__:
        return _braces(value)
    if shown is list.__repr__:
        return "[" + ", ".join(map(describe, value)) + "]"
    if shown is tuple.__repr__:
        return "(" + ", ".join(map(describe, value)) + ("," if len(value) == 1 else "") + ")"
    if shown in (set.__repr__, frozenset.__repr__):
        return name + "(" + ", ".join(sorted(map(describe, value))) + ")"
    if isinstance(value, BaseException):
        return call(name, value.args, {}) + _cause(value)
    if shown is collections.OrderedDict.__repr__:  # from 3.12 on with braces
        return name + "(" + _braces(value) + ")"
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return call(name, (), dict(zip(kind._fields, value)))
    if hasattr(kind, "__dataclass_fields__") and not isinstance(value, type):
        fields = [key for key, field in kind.__dataclass_fields__.items() if field.repr]
        return call(name, (), {key: getattr(value, key) for key in fields})
    if shown is object.__repr__ and hasattr(value, "__dict__"):
        public = sorted(key for key in vars(value) if not key.startswith("_"))
        if public:
            return call(name, (), {key: getattr(value, key) for key in public})
    return repr(value)


def _cause(error: BaseException) -> str:
    """Return what an error was raised from, as text.

    A timeout is raised from its cancellation or not, as ``wait_for``, ``timeout``
    and the versions of Python please: that does not count.
    """
    cause = error.__cause__
    if cause is None or isinstance(cause, asyncio.CancelledError):
        return ""
    return " from " + describe(cause)


def _braces(value: Dict[Any, Any]) -> str:
    pairs = [describe(key) + ": " + describe(item) for key, item in value.items()]
    return "{" + ", ".join(pairs) + "}"


def place_of(task: Any) -> str:
    """Return where a task is suspended, innermost frame, as ``file:line in name``.

    Frames of asyncio itself only count where there is no other.
    """
    frames = task.get_stack()
    waiting = task._coro
    while waiting is not None:
        frame = getattr(waiting, "cr_frame", None) or getattr(waiting, "gi_frame", None)
        if frame is not None:
            frames.append(frame)
        waiting = getattr(waiting, "cr_await", None) or getattr(waiting, "gi_yieldfrom", None)
    if not frames:
        return "nowhere"
    own = [each for each in frames if not each.f_code.co_filename.startswith(_ASYNCIO)]
    frame = (own or frames)[-1]
    return "{}:{} in {}".format(
        frame.f_code.co_filename.rpartition("/")[2], frame.f_lineno, frame.f_code.co_name
    )
