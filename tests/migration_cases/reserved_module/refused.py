import asyncio; from queues.async import *  # refused: shares its line
