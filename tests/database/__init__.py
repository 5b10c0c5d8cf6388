"""The embedded database, asked as a MongoDB server is."""

from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection

Client = MongoClient[Any]
Documents = Collection[Any]
