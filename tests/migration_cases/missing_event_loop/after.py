import argparse
import asyncio


def _event_loop():
    """Return the current event loop; make one where there is none, as up to Python 3.13."""
    try:
        return asyncio.get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())
        return asyncio.get_event_loop()


parser = argparse.ArgumentParser()
parser.add_argument("names", nargs="*", default=["main"])


async def main(names):
    await asyncio.sleep(0)
    print(names, asyncio.get_event_loop().is_running())


if __name__ == "__main__":
    arguments = parser.parse_args()
    loop = _event_loop()
    try:
        loop.run_until_complete(main(arguments.names))
    finally:
        loop.close()
