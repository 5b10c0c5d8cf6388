import argparse
import asyncio

parser = argparse.ArgumentParser()
parser.add_argument("names", nargs="*", default=["main"])


@asyncio.coroutine
def main(names):
    yield from asyncio.sleep(0)
    print(names, asyncio.get_event_loop().is_running())


if __name__ == "__main__":
    arguments = parser.parse_args()
    loop = asyncio.get_event_loop()
    try:
        loop.run_until_complete(main(arguments.names))
    finally:
        loop.close()
