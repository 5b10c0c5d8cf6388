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


class Job:
    async = False

    def __init__(self, async=False, await=async):
        self.async = async or await
        self.attributes = [name for name in ("async", "await") if hasattr(self, name)]

    def await(self):
        return getattr(self, "async")


class Shown(Job):
    def await(self):
        return "shown", super().await()


print(Job.async, Job(async=True).async, Shown().await(), Shown(await=1).attributes)
