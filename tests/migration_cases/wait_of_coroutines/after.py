import asyncio


class Client:
    def __init__(self, loop):
        self.loop = loop
        self.connected = asyncio.Event()
        self.closed = None

    async def read(self, name="read"):
        await asyncio.sleep(0)
        self.connected.set()
        return name

    async def run(self, hosts):
        await asyncio.wait([asyncio.ensure_future(self.connected.wait()), asyncio.ensure_future(self.read())])
        await asyncio.wait({asyncio.ensure_future(self.read(host)) for host in hosts}, timeout=1)
        reading = [self.read(host) for host in hosts]
        reading.append(self.read("appended"))
        done, pending = await asyncio.wait([asyncio.ensure_future(each) for each in reading])
        self.closed = asyncio.Event()
        self.closed.set()
        await asyncio.wait([asyncio.ensure_future(self.closed.wait())])
        await asyncio.wait(set(asyncio.ensure_future(self.read(host)) for host in hosts))
        others = [self.read("others")]
        more = [asyncio.ensure_future(self.read("more"))]
        await asyncio.wait([asyncio.ensure_future(self.read(host)) for host in hosts] + more + [asyncio.ensure_future(each) for each in others])
        return sorted(task.result() for task in done), pending

    async def tasks(self, hosts):
        reading = [asyncio.ensure_future(self.read(host)) for host in hosts]
        done, _ = await asyncio.wait(reading)
        return all(task in done for task in reading)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
client = Client(loop)
print(loop.run_until_complete(client.run("abc")), loop.run_until_complete(client.tasks("ab")))
done, _ = loop.run_until_complete(asyncio.wait([asyncio.ensure_future(client.read("last"), loop=loop)]))
print(done.pop().result())
loop.close()
