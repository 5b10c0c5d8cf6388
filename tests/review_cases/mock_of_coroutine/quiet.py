from unittest import mock


class Server:
    async def start(self):
        return await listening()


async def listening():
    return True


async def main(server):
    print(await server.start())


async def test_a_server():
    with mock.patch("quiet.Server") as made, mock.patch("quiet.listening"):
        made.return_value.start = mock.AsyncMock()
        await main(made())
    server = Server()
    with mock.patch.object(server, "start", return_value=False):
        await main(server)
