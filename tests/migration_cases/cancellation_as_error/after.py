import asyncio


class Server:
    closing = False

    async def handle(self):
        try:
            try:
                await asyncio.sleep(10)
            except (Exception, asyncio.CancelledError) as error:
                if self.is_closing(error):
                    print("closing")
                raise
        except (Exception, asyncio.CancelledError):
            print("closed")

    def is_closing(self, error):
        return isinstance(error, asyncio.CancelledError) and self.closing


async def main(server):
    task = asyncio.ensure_future(server.handle())
    await asyncio.sleep(0)
    server.closing = True
    task.cancel()
    await task


async def trying(call):
    try:
        return await call()
    except Exception:  # does not ask
        return "failed"


async def failing():
    raise ValueError


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(Server()))
print(loop.run_until_complete(trying(failing)))
loop.close()
