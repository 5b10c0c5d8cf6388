"""Names that Python has removed, for test runners and packages that still want them.

None has to do with asyncio.
"""

import collections
import collections.abc
import inspect
from typing import Any, Callable

for name in collections.abc.__all__:
    setattr(collections, name, getattr(collections.abc, name))


def getargspec(function: Callable[..., Any]) -> tuple[Any, ...]:
    """The four fields of before; what they could not say is left out."""
    return inspect.getfullargspec(function)[:4]


vars(inspect)["getargspec"] = getargspec
