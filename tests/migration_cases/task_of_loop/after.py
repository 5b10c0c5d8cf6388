import asyncio

from asyncio import Task


def _all_tasks(loop=None):
    """Return the tasks of an event loop; those that are done only up to Python 3.8."""
    if hasattr(asyncio.Task, "all_tasks"):
        return asyncio.Task.all_tasks(loop)
    return asyncio.all_tasks(loop or asyncio.get_event_loop())


def _current_task(loop=None):
    """Return the task that runs, as asyncio.Task.current_task did up to Python 3.8."""
    if hasattr(asyncio.Task, "current_task"):
        return asyncio.Task.current_task(loop)
    return asyncio.current_task(loop or asyncio.get_event_loop())


def is_running(loop=None):
    return _current_task(loop=loop) is not None


async def main(loop):
    print(_current_task() is _current_task(loop), is_running())
    print(len(_all_tasks()))


asyncio.set_event_loop(asyncio.new_event_loop())
loop = asyncio.get_event_loop()
print(is_running(), is_running(loop), _all_tasks())
loop.run_until_complete(main(loop))
loop.close()
