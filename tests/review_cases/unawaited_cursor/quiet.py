from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient, MongoClient

client = AsyncMongoClient()
customers = client.shop.customers
blocking = MongoClient().shop.customers
of_motor = AsyncIOMotorClient().shop.customers


async def names(collection):
    async for customer in await customers.aggregate([]):
        print(customer)
    cursor = await customers.aggregate([])
    print(await cursor.to_list())
    later = customers.aggregate([])
    async for customer in await later:
        print(customer)
    for customer in blocking.aggregate([]):
        print(customer)
    async for customer in of_motor.aggregate([]):
        print(customer)
    async for customer in collection.aggregate([]):
        print(customer)
    async with await customers.watch() as stream:
        print(stream)
    return customers.aggregate([])


class Either:
    def __init__(self, client: AsyncMongoClient | MongoClient):
        self.client = client

    def all(self):
        return [customer for customer in self.client.shop.customers.aggregate([]).batch_size(1)]
