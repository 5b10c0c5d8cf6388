import asyncio.test_utils  # refused: Python 3.7 has removed it
import sys
from asyncio.streams import IncompleteReadError, StreamReader  # refused: what has not moved

if sys.version_info < (3, 7):
    from asyncio import test_utils


class Generator(asyncio.coroutines.CoroWrapper):  # refused: Python 3.11 has removed it
    pass
