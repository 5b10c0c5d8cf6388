class Leaf:
    def visit(self):
        yield "leaf"
        return "left"


class Abstract:
    def values(self):
        return "nothing"
        yield


def tree(visitor):
    result = yield from visitor.visit()
    return result


def twice(make):
    first = yield from make()
    second = yield from make()
    print(first, second)


def drained(generator):
    return [each for each in generator]


print(drained(tree(Leaf())))
print(drained(twice(Leaf().visit)))
print(drained(Abstract().values()))
