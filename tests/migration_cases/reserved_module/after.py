import sys
import types


def queue_of(name):
    module = types.ModuleType(name)
    module.Queue = list
    return module


sys.modules["queues"] = queues = queue_of("queues")
setattr(queues, "async", queue_of("queues.async"))
sys.modules["queues.async"] = getattr(queues, "async")

import importlib
Queue = importlib.import_module("queues.async").Queue
Other = importlib.import_module("queues.async").Queue
from queues import Queue as Plain
async_ = getattr(importlib.import_module("queues"), "async")
waiting = importlib.import_module("queues.async")

queues.first = waiting; setattr(queues, "async", waiting)
print(Queue((1,)), Other(), Plain(), async_.__name__)
print(waiting.Queue(), getattr(queues, "async") is waiting, queues.first is waiting)
delattr(queues, "async")
