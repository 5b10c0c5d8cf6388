import asyncio
import unittest.mock
from unittest.mock import MagicMock, patch


class _AwaitableMock(unittest.mock.MagicMock):
    """A mock that can be awaited, as one could delegate to any MagicMock."""

    def __await__(self):
        return iter(self)


class Server:
    async def start(self):
        return await asyncio.sleep(0)

    def name(self):
        return "server"


async def main(server):
    print(await server.start(), server.name())


loop = asyncio.new_event_loop()
loop.run_until_complete(main(Server()))
with patch("__main__.Server", new_callable=_AwaitableMock) as made:
    made.return_value.name.return_value = "a mock"
    loop.run_until_complete(main(Server()))
    print(made.return_value.start.called)
server = Server()
with patch.object(server, "start", new_callable=_AwaitableMock, side_effect=[asyncio.sleep(0, "patched")]):
    loop.run_until_complete(main(server))
replaced = Server()
replaced.start = _AwaitableMock()
loop.run_until_complete(main(replaced))
print(replaced.start.called)
woken = asyncio.Future(loop=loop)
woken.set_result("woken")
with patch("asyncio.sleep", new_callable=_AwaitableMock, return_value=woken):
    loop.run_until_complete(main(server))
loop.close()
