"""Run every program on asyncio's own loop and on the engine's; print what differs.

    PYTHONPATH=.:tests python3.6 -m engine_programs

Needs only the standard library, and reads on Python 3.6.
"""

import sys
import warnings

from engine_programs import primitives, tasks
from engine_programs.on_asyncio import on_asyncio
from engine_programs.on_the_engine import on_the_engine


def main() -> int:
    programs = primitives.PROGRAMS + tasks.PROGRAMS
    wrong = 0
    warnings.simplefilter("ignore")
    for program in programs:
        expected, found = on_asyncio(program), on_the_engine(program)
        if expected != found:
            wrong += 1
            print(f"{program.__name__}:\n  asyncio {expected}\n  engine  {found}")
    print(f"{wrong} of {len(programs)} programs differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
