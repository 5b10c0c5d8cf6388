"""asyncio under the names that this Python has. Readable by Python 3.6."""

import asyncio
from typing import Any

aio: Any = asyncio
TimedOut = aio.TimeoutError
all_tasks = aio.all_tasks if hasattr(aio, "all_tasks") else aio.Task.all_tasks
current_task = aio.current_task if hasattr(aio, "current_task") else aio.Task.current_task
now = aio.get_event_loop  # in a coroutine, the running one
