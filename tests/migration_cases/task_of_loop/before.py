import asyncio

from asyncio import Task


def is_running(loop=None):
    return asyncio.Task.current_task(loop=loop) is not None


@asyncio.coroutine
def main(loop):
    print(asyncio.Task.current_task() is Task.current_task(loop), is_running())
    print(len(asyncio.Task.all_tasks()))


asyncio.set_event_loop(asyncio.new_event_loop())
loop = asyncio.get_event_loop()
print(is_running(), is_running(loop), Task.all_tasks())
loop.run_until_complete(main(loop))
loop.close()
