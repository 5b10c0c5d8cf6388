import asyncio

asyncio.sleep(1)  # legacy: allow[awaited-twice, unawaited-coroutine]  # found: unused-allow
print(1)  # legacy: allow  # found: unused-allow
print(2)  # legacy: allow[no-such-rule]  # found: unused-allow
