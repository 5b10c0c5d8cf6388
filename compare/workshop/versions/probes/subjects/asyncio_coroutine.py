"""A function under `@asyncio.coroutine`.

To Python 3.10 everything takes it; from 3.11 the decorator is gone and the module that uses it
does not import.
"""

from compare.workshop.versions.probes.kinds import asyncio_coroutine
from compare.workshop.versions.probes.ways import probes

PROBES = probes(asyncio_coroutine)
