import asyncio
from asyncio import iscoroutinefunction  # found: leaving-name

asyncio.set_event_loop_policy(None)  # found: leaving-name
watcher = asyncio.get_child_watcher()  # found: leaving-name


def is_one(function):
    return iscoroutinefunction(function) or asyncio.iscoroutinefunction(function)  # found: leaving-name
