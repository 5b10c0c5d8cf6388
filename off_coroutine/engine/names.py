"""What code names and stores: the part of a footprint that is the same in every run."""

import dis
import functools
import os
import sys
import types
from typing import Any, Dict, List, Set

_STANDARD = os.path.join(os.path.dirname(os.__file__), "")
_EVERYTHING = {
    "__import__",
    "_getframe",
    "all_tasks",
    "cell_contents",
    "copy_context",
    "eval",
    "exec",
    "gc",
    "globals",
    "import_module",
    "inspect",
    "modules",
    "set_name",
    "set_exception_handler",
    "set_task_factory",
}


@functools.lru_cache(maxsize=None)
def is_library(module: Any) -> bool:
    """Say whether a module of this name was imported from the standard library."""
    package = str(module).partition(".")[0]
    if package in sys.builtin_module_names:
        return True
    path = str(getattr(sys.modules.get(package), "__file__", None))
    return path.startswith(_STANDARD) and "-packages" not in path


class Code:
    """What a code object, with the code nested in it, names and stores.

    Attributes:
        names: its global names and attribute names.
        stores: of these, the global names it assigns or deletes.
        attributes: the attribute names it assigns or deletes.
        cells: whether it assigns a variable that it shares with other functions.
        everything: whether it names what can reach all there is.
    """

    __slots__ = ("_code", "attributes", "cells", "everything", "names", "stores")

    def __init__(self, code: types.CodeType) -> None:
        self._code = code  # keeps its id
        self.names: Set[str] = set()
        self.stores: Set[str] = set()
        self.attributes: Set[str] = set()
        self.cells = False
        imports: List[str] = []
        nested = [code]
        while nested:
            current = nested.pop()
            nested += [each for each in current.co_consts if isinstance(each, types.CodeType)]
            self.names.update(current.co_names)
            for instruction in dis.get_instructions(current):
                name = instruction.opname
                if name in ("STORE_GLOBAL", "DELETE_GLOBAL"):
                    self.stores.add(instruction.argval)
                elif name in ("STORE_ATTR", "DELETE_ATTR"):
                    self.attributes.add(instruction.argval)
                elif name in ("STORE_DEREF", "DELETE_DEREF"):
                    self.cells = True
                elif name == "IMPORT_NAME":
                    imports.append(instruction.argval)
        self.everything = bool(self.names & _EVERYTHING) or not all(map(is_library, imports))


_seen: Dict[int, Code] = {}  # by id, because code objects are slow to hash and compare


def read(code: types.CodeType) -> Code:
    """Return what this code object names and stores."""
    known = _seen.get(id(code))
    if known is None:
        known = _seen[id(code)] = Code(code)
    return known
