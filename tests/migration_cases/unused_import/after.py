from asyncio import get_event_loop, new_event_loop, sleep
import sys


def once():

    async def inner():
        await sleep(0)
        return 1

    return inner()


async def main():
    print(await once(), get_event_loop() is loop)


loop = new_event_loop()
loop.run_until_complete(main())
loop.close()
sys.exit()
