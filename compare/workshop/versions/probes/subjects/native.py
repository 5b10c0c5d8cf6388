"""A native coroutine function, `async def`.

What you get by migrating: everything takes it, and a call that is never awaited is not silent.
"""

from compare.workshop.versions.probes.kinds import native
from compare.workshop.versions.probes.ways import probes

PROBES = probes(native)
