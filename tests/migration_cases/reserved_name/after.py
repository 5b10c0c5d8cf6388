import asyncio


class Options(dict):
    def __getattr__(self, name):
        return self[name]


def start(name, async_=False):
    return name, async_


def await_(coroutine):
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(coroutine)


async_ = Options(**{"async": True})
setattr(async_, "async", 2)
print(start("one", async_=True), getattr(async_, "async"))
print(await_(asyncio.sleep(0, "awaited")))
