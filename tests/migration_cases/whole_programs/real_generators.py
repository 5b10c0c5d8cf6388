import asyncio
import contextlib
import types


def flat(nested):
    for item in nested:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def chained(*several):
    for each in several:
        yield from each


class Tree:
    def __init__(self, *children):
        self.children = children

    def __iter__(self):
        yield self
        for child in self.children:
            yield from child


@contextlib.contextmanager
def managed(name):
    print("enter", name)
    yield name
    print("leave", name)


def averages():
    total = count = 0
    average = None
    while True:
        total += yield average
        count += 1
        average = total / count


def grouped():
    return (yield from averages())


@types.coroutine
def right_as_it_is():
    yield
    return "types.coroutine"


@asyncio.coroutine
def main():
    with managed("manager") as name:
        yield from asyncio.sleep(0)
    print(list(flat([1, [2, [3]]])), list(chained("ab", "c")), len(list(Tree(Tree(), Tree()))))
    by_hand = grouped()
    next(by_hand)
    print(by_hand.send(10), by_hand.send(20), name, (yield from right_as_it_is()))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.close()
