import asyncio


async def value(result):
    await asyncio.sleep(0)
    return result


async def main(first=None):
    print(await value(2) ** 2 + await value(3) * 4)
    print((await value("a b")).split()[await value(1)])
    print(not await value(False), [await value(1), await value(2)])
    await (first or value("default"))
    print(await (value(1) if first else value(2)))
    print([item * 2 for item in await value([1, 2])])
    print((await  # why
           value("commented")))
    print((await value(
        "on lines",
    )))
    result = await \
        value("continued")
    print(result, await (value("without a space")))
    print(await (await value(value("twice"))))
    return await value("returned")


loop = asyncio.new_event_loop()
print(loop.run_until_complete(main()))
loop.close()
