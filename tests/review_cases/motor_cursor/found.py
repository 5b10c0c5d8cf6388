from motor.motor_asyncio import AsyncIOMotorClient


async def names(client: AsyncIOMotorClient, each):
    cursor = client.shop.customers.find()
    while await cursor.fetch_next:  # found: motor-cursor
        print(cursor.next_object())  # found: motor-cursor
    cursor.each(callback=each)  # found: motor-cursor
    await cursor.to_list(0)  # found: motor-cursor
    await cursor.to_list(length=0)  # found: motor-cursor
    client["shop"]["customers"].find({}).each(each)  # found: motor-cursor
