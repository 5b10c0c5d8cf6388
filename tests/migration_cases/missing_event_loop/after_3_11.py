import argparse
import asyncio

parser = argparse.ArgumentParser()
parser.add_argument("names", nargs="*", default=["main"])


async def main(names):
    await asyncio.sleep(0)
    print(names, asyncio.get_event_loop().is_running())


if __name__ == "__main__":
    arguments = parser.parse_args()
    asyncio.run(main(arguments.names))
