import asyncio


class Client:
    def __init__(self, loop):
        self.loop = loop
        self.connected = asyncio.Event()
        self.closed = None

    @asyncio.coroutine
    def read(self, name="read"):
        yield from asyncio.sleep(0)
        self.connected.set()
        return name

    @asyncio.coroutine
    def run(self, hosts):
        yield from asyncio.wait([self.connected.wait(), self.read()], loop=self.loop)
        yield from asyncio.wait({self.read(host) for host in hosts}, timeout=1)
        reading = [self.read(host) for host in hosts]
        reading.append(self.read("appended"))
        done, pending = yield from asyncio.wait(reading)
        self.closed = asyncio.Event()
        self.closed.set()
        yield from asyncio.wait([self.closed.wait()])
        yield from asyncio.wait(set(self.read(host) for host in hosts))
        others = [self.read("others")]
        more = [asyncio.ensure_future(self.read("more"))]
        yield from asyncio.wait([self.read(host) for host in hosts] + more + others)
        return sorted(task.result() for task in done), pending

    @asyncio.coroutine
    def tasks(self, hosts):
        reading = [asyncio.ensure_future(self.read(host)) for host in hosts]
        done, _ = yield from asyncio.wait(reading)
        return all(task in done for task in reading)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
client = Client(loop)
print(loop.run_until_complete(client.run("abc")), loop.run_until_complete(client.tasks("ab")))
done, _ = loop.run_until_complete(asyncio.wait([client.read("last")]))
print(done.pop().result())
loop.close()
