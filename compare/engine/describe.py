"""Values as text that is the same in every run, process and Python version.

Traces are compared as text, so that two runs can be compared although each
has objects of its own, and a trace can cross from one interpreter to another.
``repr`` alone will not do: it shows addresses, the order of a set depends on
PYTHONHASHSEED, and Python 3.6 writes ``ValueError('x',)``.
"""

import re
from typing import Any, Dict, Tuple

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
_PLAIN = frozenset([str, int, float, bool, bytes, type(None)])


def describe(value: Any) -> str:
    """Return ``value`` as one line of text, without addresses."""
    kind = type(value)
    if kind in _PLAIN:
        return repr(value)
    if kind is dict:
        pairs = [describe(key) + ": " + describe(item) for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if kind is list:
        return "[" + ", ".join(map(describe, value)) + "]"
    if kind is tuple:
        return "(" + ", ".join(map(describe, value)) + ("," if len(value) == 1 else "") + ")"
    if kind in (set, frozenset):
        members = sorted(map(describe, value))
        return kind.__name__ + "(" + ", ".join(members) + ")"
    if isinstance(value, BaseException):
        return kind.__name__ + "(" + ", ".join(map(describe, value.args)) + ")"
    return _ADDRESS.sub("", repr(value))


def call(name: str, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> str:
    """Return the call ``name(*args, **kwargs)`` as text."""
    words = [describe(argument) for argument in args]
    words += [key + "=" + describe(argument) for key, argument in kwargs.items()]
    return name + "(" + ", ".join(words) + ")"
