# -*- coding: utf-8 -*-
"""Docstring with @asyncio.coroutine and `yield from` in it; so is the comment: yield from."""
import asyncio


class Café:
    @asyncio.coroutine   # é, beside the decorator
    # a comment between the decorator and the function
    def open (self, name = 'café', \
              other = "yield from"):
        """A docstring.

        @asyncio.coroutine
        def f():
            yield from g()
        """
        n = 'ü'; r = yield from self.wait('é'); s = yield \
            from self.wait(n)
        t = (yield    from
             self.wait(  # inside
                 name))
        u = (yield  # between
             from self.wait(1))
        v = yield from(self.wait(2))
        w = yield from \
            self.wait(3)
        if r: x = yield from self.wait(4)
        else: x = None
        return n + r + s + t + str(u) + str(v) + str(w) + str(x) + other


    @asyncio.coroutine

    def wait(self, value):
        # nothing but a comment

        yield from asyncio.sleep(0)


        return value ;  # the end
    @ asyncio.coroutine
    def spaced(self): yield from self.wait(0); return """
yield from in a string
"""

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(ascii(loop.run_until_complete(Café().open())), loop.run_until_complete(Café().spaced()))
loop.close()
