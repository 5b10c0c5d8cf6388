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


class Orders:
    """Known by an annotation, by a property, and by what a function returns."""

    def __init__(self, client: AsyncMongoClient):
        self.client = client
        self.late: "AsyncCollection | None" = None

    @property
    def orders(self):
        return self.client["shop"]["orders"]

    async def all(self):
        async for order in self.orders.aggregate([]):  # found: unawaited-cursor
            print(order)
        async for order in self.late.aggregate([]):  # found: unawaited-cursor
            print(order)
        return await opened().orders.aggregate([]).to_list()  # found: unawaited-cursor


def opened():
    return AsyncMongoClient()["shop"]
