import asyncio


@asyncio.coroutine
def handler(log):
    log.append("started")
    yield from asyncio.sleep(0)
    log.append("ended")
    return "result"


def drive(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


@asyncio.coroutine  # refused: it yields values
def protocol():
    received = yield "ready"
    while received:
        received = yield received * 2


log = []
print(drive(handler(log)), log)
by_hand = protocol()
print(next(by_hand), by_hand.send(2))
by_hand.close()
