from motor.motor_asyncio import AsyncIOMotorClient


async def names(client: AsyncIOMotorClient, rows):
    cursor = client.shop.customers.find()
    async for customer in cursor:
        print(customer)
    await cursor.to_list(None)
    await cursor.to_list(100)
    rows.each()
    rows.next_object(1)


class Cursor(AsyncIOMotorClient):
    def next_object(self):
        return super().next_object()


class Reader:
    async def fetch_next(self, cursor):
        return await anext(cursor, None)

    async def read(self, cursor):
        return await self.fetch_next(cursor)
