import sys
import types


def queue_of(name):
    module = types.ModuleType(name)
    module.Queue = list
    return module


sys.modules["queues"] = queues = queue_of("queues")
queues.async = queue_of("queues.async")
sys.modules["queues.async"] = queues.async

from queues.async import Queue, Queue as Other
from queues import Queue as Plain, async
import queues.async as waiting

queues.first = queues.async = waiting
print(Queue((1,)), Other(), Plain(), async.__name__)
print(waiting.Queue(), queues.async is waiting, queues.first is waiting)
del queues.async
