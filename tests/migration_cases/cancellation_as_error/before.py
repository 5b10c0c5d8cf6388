import asyncio


class Server:
    closing = False

    @asyncio.coroutine
    def handle(self):
        try:
            try:
                yield from asyncio.sleep(10)
            except Exception as error:
                if self.is_closing(error):
                    print("closing")
                raise
        except Exception:
            print("closed")

    def is_closing(self, error):
        return isinstance(error, asyncio.CancelledError) and self.closing


@asyncio.coroutine
def main(server):
    task = asyncio.ensure_future(server.handle())
    yield from asyncio.sleep(0)
    server.closing = True
    task.cancel()
    yield from task


@asyncio.coroutine
def trying(call):
    try:
        return (yield from call())
    except Exception:  # does not ask
        return "failed"


@asyncio.coroutine
def failing():
    raise ValueError


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(Server()))
print(loop.run_until_complete(trying(failing)))
loop.close()
