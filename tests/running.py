"""Programs run one after the other by one interpreter, each in a forked process."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType

# Also for Python 3.6.
DRIVER = """
import asyncio, json, os, runpy, signal, sys, traceback, unittest.mock, warnings
warnings.simplefilter("ignore")
for path in iter(sys.stdin.readline, ""):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        signal.alarm(20)
        os.dup2(writing, 1)
        os.close(reading)
        os.close(0)
        try:
            sys.path[0] = os.path.dirname(path)
            runpy.run_path(path.rstrip("\\n"), run_name="__main__")
            status = 0
        except SystemExit as end:
            status = end.code or 0
        except BaseException:
            print(traceback.format_exc().splitlines()[-1])
        finally:
            sys.stdout.flush()
            os._exit(status if isinstance(status, int) else 1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as stream:
        said = stream.read()
    print(json.dumps([os.waitpid(child, 0)[1], said]), flush=True)
"""


class Runner:
    """An interpreter that runs many programs; starting one for each takes ten times as long."""

    def __init__(self, python: Path | str) -> None:
        self._process = subprocess.Popen(
            [python, "-c", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def printed(self, program: Path) -> str:
        """Return what a program prints, and after it how it ended if that is not well."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{program}\n")
        self._process.stdin.flush()
        status, said = json.loads(self._process.stdout.readline())
        return f"{said}[ended with {status}]" if status else str(said)
