"""What one callback may read and write, found before it runs.

Whatever a callback can touch, it reaches: through its arguments, the frames of
the coroutine it steps, closures, defaults, and the globals its code names. The
walk follows those references, and an object that two callbacks do not both
reach cannot make their order matter. Of what is reached,

- immutable values are no objects to agree about; tuples and other read-only
  containers are only walked through;
- a closure's variable or a global counts as written if code that is reached
  stores to it, and as read otherwise;
- attributes of a class or function are compared after the callback has run:
  one that changed any is taken to have touched everything;
- a Future, a Task included, counts as written, and so does what a Task waits
  for, which cancelling reaches. Its callbacks are not followed: ending a Future
  makes them ready and runs none. Nor is a Task's coroutine, except by its steps;
- every other object counts as written.

The event loop, the running world and the standard library's functions,
classes and modules are not entered. A callback is taken to reach no state in
other ways: not inside objects that hide what they refer to from the garbage
collector, not by looking into frames, tracebacks or another task's coroutine,
not by module attributes with computed names, not by ``__del__``. Code that
names one of ``_EVERYTHING``, or imports, is taken to touch everything.
"""

import asyncio
import dis
import functools
import gc
import os
import pkgutil
import sys
import types
import weakref
from typing import Any, Dict, Hashable, List, Set, Tuple

from compare.engine.loop import Handle

_ENGINE = __name__.rpartition(".")[0]
_STANDARD = os.path.dirname(os.__file__)
_LIBRARY = frozenset(sys.builtin_module_names).union(
    module[1] for module in pkgutil.iter_modules([_STANDARD, _STANDARD + "/lib-dynload"])
)
_EVERYTHING = frozenset(
    [
        "__import__",
        "_getframe",
        "all_tasks",
        "eval",
        "exec",
        "gc",
        "globals",
        "import_module",
        "inspect",
        "modules",
        "set_exception_handler",
        "set_task_factory",
    ]
)
_IMMUTABLE = frozenset(
    [int, float, complex, bool, str, bytes, range, slice, type(None), type(...)]
    + [type(NotImplemented), types.CodeType, types.TracebackType]
    + [types.GetSetDescriptorType, types.MemberDescriptorType, type(object.__init__)]
    + [type(str.join), type(vars(dict)["fromkeys"])]
)
_READ_ONLY = frozenset(
    [tuple, frozenset, types.MethodType, types.BuiltinMethodType, type("".__str__)]
    + [functools.partial, property, staticmethod, classmethod, types.MappingProxyType]
)
_COROUTINES = frozenset([types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType])
_Cell = type((lambda cell: lambda: cell)(None).__closure__[0])  # types.CellType is new in 3.8


class _Code:
    """What a code object, with the code nested in it, names and stores."""

    __slots__ = ("attributes", "cells", "code", "everything", "globals", "names")

    def __init__(self, code: types.CodeType) -> None:
        self.code = code
        self.names: Set[str] = set()
        stores: Dict[str, Set[str]] = {"STORE_GLOBAL": set(), "STORE_ATTR": set()}
        self.globals, self.attributes = stores["STORE_GLOBAL"], stores["STORE_ATTR"]
        self.cells = False
        nested = [code]
        imports: List[str] = []
        while nested:
            current = nested.pop()
            nested += [each for each in current.co_consts if isinstance(each, types.CodeType)]
            self.names.update(current.co_names)
            for instruction in dis.get_instructions(current):
                name = instruction.opname.replace("DELETE", "STORE")
                if name in stores:
                    stores[name].add(instruction.argval)
                elif name == "STORE_DEREF":
                    self.cells = True
                elif name == "IMPORT_NAME":
                    imports.append(instruction.argval)
        self.everything = bool(self.names & _EVERYTHING) or not all(map(_is_library, imports))


_codes: Dict[int, _Code] = {}  # by id: equal code objects hash slowly


def _known(code: types.CodeType) -> _Code:
    known = _codes.get(id(code))
    if known is None:
        known = _codes[id(code)] = _Code(code)
    return known


def _is_library(module: Any) -> bool:
    """Say whether a module of this name is the standard library's."""
    return isinstance(module, str) and module.partition(".")[0] in _LIBRARY


def stepped(handle: Handle) -> Any:
    """Return the Task whose step the callback of this handle is, or None."""
    if isinstance(handle.callback, types.FunctionType):
        return None
    referents = gc.get_referents(handle.callback)
    return next((each for each in referents if isinstance(each, asyncio.Task)), None)


class Footprint:
    """What a handle's callback may touch; see the module's docstring.

    Attributes:
        reads: keys of everything reached, which are valid in one run only.
        writes: the keys of what may be written, all among ``reads``.
        everything: whether it is taken to touch all there is.
        effect: whether an observer sees something happen.
    """

    __slots__ = ("_namespaces", "_seen", "_stack", "effect", "everything", "reads", "writes")

    def __init__(self, handle: Handle) -> None:
        self.reads: Set[Hashable] = {id(handle)}
        self.writes: Set[Hashable] = set()
        self.everything = False
        self.effect = False
        self._namespaces: List[Tuple[Any, Dict[str, Any]]] = []
        self._seen: Set[Hashable] = set()
        self._stack = [handle.callback, handle.args, handle.context]
        task = stepped(handle)
        if task is not None:
            self._stack.append(task._coro)
        while self._stack:
            self._visit(self._stack.pop())
        self.reads |= self.writes

    def meets(self, other: "Footprint") -> bool:
        """Say whether the order of the two may matter."""
        if self.everything or other.everything or (self.effect and other.effect):
            return True
        return not (self.writes.isdisjoint(other.reads) and self.reads.isdisjoint(other.writes))

    def changed(self) -> bool:
        """Say whether an attribute of a class or function reached has changed since."""
        for owner, then in self._namespaces:
            now = vars(owner)
            if len(now) != len(then):
                return True
            for name, value in then.items():
                if now.get(name) is not value:
                    return True
        return False

    def _visit(self, item: Any) -> None:
        kind = type(item)
        if kind in _IMMUTABLE or not self._is_new(id(item)):
            return
        if kind in _READ_ONLY:
            self._stack += gc.get_referents(item)
        elif kind is _Cell:
            self.reads.add(id(item))
            self._stack += gc.get_referents(item)
        elif kind is types.FunctionType:
            self._visit_function(item)
        elif kind in _COROUTINES:
            self._visit_coroutine(item)
        elif isinstance(item, type):
            self._visit_class(item)
        elif isinstance(item, types.ModuleType):
            self._visit_module(item)
        elif isinstance(item, asyncio.Future):
            self._visit_future(item)
        elif kind is Handle or not _is_engine(kind):
            self.writes.add(id(item))
            self._stack += gc.get_referents(item)
            self._stack.append(kind)
            if isinstance(item, weakref.ref):
                self._stack.append(item())

    def _is_new(self, key: Hashable) -> bool:
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _visit_function(self, function: Any) -> None:
        if _is_engine(function):
            return
        code = _known(function.__code__)
        cells = function.__closure__ or ()
        if code.cells:
            self.writes.update(map(id, cells))
        self._namespaces.append((function, dict(vars(function))))
        self._stack += [cells, function.__defaults__, *vars(function).values()]
        self._stack += (function.__kwdefaults__ or {}).values()
        if not _is_library(function.__module__):
            self._visit_names(code, function.__globals__, code.globals)

    def _visit_coroutine(self, coroutine: Any) -> None:
        self.writes.add(id(coroutine))
        referents = gc.get_referents(coroutine)
        frame = next(
            getattr(coroutine, name)
            for name in ("cr_frame", "gi_frame", "ag_frame")
            if hasattr(coroutine, name)
        )
        if frame is None:
            return
        # Its variables: until Python 3.10 the frame refers to them, later the coroutine does.
        around = (frame.f_globals, frame.f_builtins, frame)
        referents += gc.get_referents(frame)
        referents = [each for each in referents if not any(each is other for other in around)]
        self._stack += referents
        code = _known(frame.f_code)
        if code.cells:
            self.writes.update(id(each) for each in referents if type(each) is _Cell)
        if not _is_library(frame.f_globals.get("__name__")):
            self._visit_names(code, frame.f_globals, code.globals)

    def _visit_names(self, code: _Code, namespace: Dict[str, Any], stored: Set[str]) -> None:
        """Visit those variables of a module that ``code`` names."""
        if not self._is_new((id(namespace), id(code))):
            return
        self.everything = self.everything or code.everything
        for name in code.names:
            key = (id(namespace), name)
            self.reads.add(key)
            if name in stored:
                self.writes.add(key)
            value = namespace.get(name)
            if not isinstance(value, types.ModuleType):
                self._stack.append(value)
            elif not _is_library(value.__name__):
                self._visit_names(code, vars(value), code.attributes)

    def _visit_module(self, module: types.ModuleType) -> None:
        """Visit a module that was not reached by name: all of it."""
        if not _is_library(module.__name__):
            for name, value in vars(module).items():
                if not name.startswith("__"):
                    self.writes.add((id(vars(module)), name))
                    self._stack.append(value)

    def _visit_class(self, kind: Any) -> None:
        if not _is_library(kind.__module__) and not _is_engine(kind):
            self._namespaces.append((kind, dict(vars(kind))))
            self._stack += [kind.__mro__, type(kind)]
            for name, value in vars(kind).items():
                # What classes keep about themselves, such as __annotations__, is not state.
                if isinstance(value, types.FunctionType) or name[:2] != "__":
                    self._stack.append(value)

    def _visit_future(self, future: Any) -> None:
        self.writes.add(id(future))
        self._stack += [future._result, future._exception, getattr(future, "_fut_waiter", None)]
        if not _is_engine(type(future)):
            self._stack.append(type(future))
            self._stack += getattr(future, "__dict__", {}).values()


def _is_engine(item: Any) -> bool:
    return str(item.__module__).startswith(_ENGINE)
