"""A function under the decorator of `off_coroutine/decorator.py`.

To Python 3.10 it is `asyncio.coroutine` itself, later its equal: legacy code that has it keeps
running while you migrate.
"""

from legacy_style.coroutine import coroutine

from compare.workshop.versions.probes.ways import probes

PROBES = probes(coroutine)
