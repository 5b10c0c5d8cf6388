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


class Job:
    vars()["async"] = False

    def __init__(self, async_=False, await_=vars()["async"]):
        setattr(self, "async", async_ or await_)
        self.attributes = [name for name in ("async", "await") if hasattr(self, name)]

    def await_(self):
        return getattr(self, "async")
    vars()["await"] = vars().pop("await_")


class Shown(Job):
    def await_(self):
        return "shown", getattr(super(), "await")()
    vars()["await"] = vars().pop("await_")


print(getattr(Job, "async"), getattr(Job(async_=True), "async"), getattr(Shown(), "await")(), Shown(await_=1).attributes)
