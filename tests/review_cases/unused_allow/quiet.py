import asyncio

asyncio.sleep(1)  # legacy: allow[unawaited-coroutine]
asyncio.sleep(1), asyncio.set_event_loop_policy(None)  # not for 3.13 # legacy: allow[leaving-name]
print("# legacy: allow[unawaited-coroutine]")
