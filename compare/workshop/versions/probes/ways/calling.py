"""What becomes of a call."""

import asyncio
import gc
import warnings

from compare.workshop.versions.probes.ways import expected, suspending, way


@way("`raise StopIteration(value)` inside it")
async def raise_stop_iteration(decorate):
    def body():
        yield
        raise StopIteration("done")

    word = expected(await asyncio.ensure_future(decorate(body)()))
    return word or "returns"


@way("called and never awaited")
def never_awaited(decorate):
    gc.collect()  # what others have left would be taken for this one's
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.filterwarnings("always", ".* was never awaited")
        decorate(suspending())()
        gc.collect()
    return caught[-1].category.__name__ if caught else "silent"


@way("awaited again, after its end")
async def awaited_again(decorate):
    c = decorate(suspending())()
    await asyncio.ensure_future(c)
    return "gives {}".format(await asyncio.ensure_future(c))
