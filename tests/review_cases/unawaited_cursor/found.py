from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

client = AsyncMongoClient()
customers = client["shop"]["customers"]


class Shop:
    def __init__(self, uri):
        self.client = AsyncMongoClient(uri)
        self.database = self.client.get_database("shop")

    async def names(self):
        async for customer in self.database.customers.aggregate([]):  # found: unawaited-cursor
            print(customer)
        return await self.client.shop.customers.aggregate([]).to_list()  # found: unawaited-cursor


async def indexes(collection: AsyncCollection[Any]):
    names = collection.list_indexes()  # found: unawaited-cursor
    return [name async for name in names]


async def changes():
    async with customers.watch() as stream:  # found: unawaited-cursor
        print(stream)
    return [name async for name in customers.aggregate([])]  # found: unawaited-cursor
