import asyncio
import functools


def counted(function):
    function = asyncio.coroutine(function)

    @functools.wraps(function)
    @asyncio.coroutine
    def call(*args):
        print("calling", function.__name__)
        return (yield from function(*args))

    return call


def asynchronous(call):
    @functools.wraps(call)
    def run(*args):
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            return loop.run_until_complete(asyncio.wait_for(asyncio.coroutine(call)(*args), 5))
        finally:
            loop.close()

    return run


class Client:
    @counted
    def get(self, name):
        yield from asyncio.sleep(0)
        return name

    @counted
    def plain(self):
        return "plain"


@asynchronous
def main(client):
    print((yield from client.get("name")), (yield from client.plain()))


@asynchronous
def nothing():
    print("nothing to wait for")


main(Client())
nothing()
