import asyncio
import types


@types.coroutine  # refused: it delegates to an iterable
def several():
    yield from [None, None]
    return "several"


@types.coroutine  # refused: it delegates to an iterable
def all_of(turns):
    yield from asyncio.sleep(0) if callable(turns) else list(turns)
    return "all"


turns = lambda: (yield from [None, None])


@types.coroutine  # refused: it delegates to a lambda
def taking_turns():
    yield from turns()
    return "turns"


loop = asyncio.new_event_loop()
print(loop.run_until_complete(several()))
print(loop.run_until_complete(all_of(iter([None, None]))))
print(loop.run_until_complete(taking_turns()))
loop.close()
