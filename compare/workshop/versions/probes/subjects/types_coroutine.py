"""A generator function under `@types.coroutine`.

The stand-in that is often recommended. It works where the object is awaited, but from 3.12 on it
is no coroutine to asyncio, and whoever asks what it is was never told. Write `async def` instead;
where you cannot yet, take `off_coroutine/decorator.py`.
"""

import types

from compare.workshop.versions.probes.ways import probes

PROBES = probes(types.coroutine)
