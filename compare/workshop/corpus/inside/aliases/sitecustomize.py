"""Names that Python has removed, for test runners and packages that still want them.

None has to do with asyncio.
"""

import collections
import collections.abc
import inspect
from typing import Any, Callable

for name in collections.abc.__all__:
    setattr(collections, name, getattr(collections.abc, name))


ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def getargspec(function: Callable[..., Any]) -> ArgSpec:
    """The four fields of before; what they could not say is left out."""
    return ArgSpec(*inspect.getfullargspec(function)[:4])


vars(inspect)["getargspec"] = getargspec
