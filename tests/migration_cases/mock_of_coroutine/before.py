import asyncio
from unittest.mock import MagicMock, patch


class Server:
    @asyncio.coroutine
    def start(self):
        return (yield from asyncio.sleep(0))

    def name(self):
        return "server"


@asyncio.coroutine
def main(server):
    print((yield from server.start()), server.name())


loop = asyncio.new_event_loop()
loop.run_until_complete(main(Server()))
with patch("__main__.Server") as made:
    made.return_value.name.return_value = "a mock"
    loop.run_until_complete(main(Server()))
    print(made.return_value.start.called)
server = Server()
with patch.object(server, "start", side_effect=[asyncio.sleep(0, "patched")]):
    loop.run_until_complete(main(server))
replaced = Server()
replaced.start = MagicMock()
loop.run_until_complete(main(replaced))
print(replaced.start.called)
woken = asyncio.Future(loop=loop)
woken.set_result("woken")
with patch("asyncio.sleep", return_value=woken):
    loop.run_until_complete(main(server))
loop.close()
