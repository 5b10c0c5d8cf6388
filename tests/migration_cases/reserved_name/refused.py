import asyncio


def count(counter):
    counter.await -= 1  # refused: no other form
    counter.async += 1  # refused: no other form
