import asyncio


def count(counter):
    global await  # refused: no other form
    counter.async += 1  # refused: no other form
