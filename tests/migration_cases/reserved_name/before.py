import asyncio


class Options(dict):
    def __getattr__(self, name):
        return self[name]


def start(name, async=False):
    return name, async


def await(coroutine):
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(coroutine)


async = Options(async=True)
async.async = 2
print(start("one", async=True), async.async)
print(await(asyncio.sleep(0, "awaited")))
