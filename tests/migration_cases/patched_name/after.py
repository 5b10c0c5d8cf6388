import asyncio
from unittest.mock import patch


async def main():
    return await asyncio.ensure_future(asyncio.sleep(0, "slept"))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(main()))
with patch("__main__.asyncio.ensure_future", lambda coroutine: coroutine) as started:
    print(loop.run_until_complete(main()))
loop.close()
