from asyncio import coroutine, get_event_loop, new_event_loop, sleep
import sys


def once():
    from asyncio import coroutine

    @coroutine
    def inner():
        yield from sleep(0)
        return 1

    return inner()


@coroutine
def main():
    print((yield from once()), get_event_loop() is loop)


loop = new_event_loop()
loop.run_until_complete(main())
loop.close()
sys.exit()
