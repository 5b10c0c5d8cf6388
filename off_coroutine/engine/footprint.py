"""What one callback may read and write, found before it runs.

Whatever a callback can touch, it reaches: through its arguments, the frames of
the coroutine it steps, closures, defaults, and the globals its code names. The
walk follows those references. Only an object that two callbacks both reach, and
one of them may write, can make their order matter. Of what is reached,

- immutable values do not count; tuples and other read-only containers are only
  walked through;
- a closure's variable or a global counts as written if code that is reached
  stores to it, and as read otherwise;
- attributes of classes and functions are compared once the callback has run: one
  that changed any is taken to have touched everything;
- a Future counts as written, and so does what a Task waits for, which cancelling
  it reaches. A Task that waits for nothing is compared, too, and only counts as
  read if it did not change. The callbacks of both are not followed: ending one
  makes them ready and runs none. Nor is a Task's coroutine, except by its steps;
- any other object counts as written, a context variable included: the contexts
  themselves need not be looked into.

The event loop, the running world and the functions, classes and modules of the
standard library are not entered. A callback is taken to reach no state in other
ways: not in objects that hide what they refer to from the garbage collector, not
by looking into frames, tracebacks or another task's coroutine, not by module
attributes with computed names, not by ``__del__``. Code that imports modules of
the program, or names such things as ``all_tasks``, is taken to touch everything.
"""

import asyncio
import functools
import gc
import types
import weakref
from typing import Any, Dict, FrozenSet, Hashable, List, NamedTuple, Set, Tuple

from off_coroutine.engine.handles import Handle, Task
from off_coroutine.engine.loop import copy_context
from off_coroutine.engine.names import Code, is_library, read

_ENGINE = __name__.rpartition(".")[0]
_VALUES = {int, float, complex, bool, str, bytes, range, slice, type(None), type(...)}
_NO_STATE = {types.CodeType, types.TracebackType, type(copy_context and copy_context())}
_SLOTS = {types.GetSetDescriptorType, types.MemberDescriptorType, type(object.__init__)}
_METHODS = {type(str.join), type(vars(dict)["fromkeys"])}
_IMMUTABLE = _VALUES | _NO_STATE | _SLOTS | _METHODS
_CONTAINERS = {tuple, frozenset, types.MappingProxyType, property, staticmethod, classmethod}
_BOUND = {types.MethodType, types.BuiltinMethodType, type("".__str__), functools.partial}
_READ_ONLY = _CONTAINERS | _BOUND
_FRAMES = {
    types.CoroutineType: "cr_frame",
    types.GeneratorType: "gi_frame",
    types.AsyncGeneratorType: "ag_frame",
}
_function: Any = (lambda cell: lambda: cell)(None)
_Cell = type(_function.__closure__[0])  # types.CellType is new in 3.8
_Context = type(copy_context()) if copy_context else None


class StepEffects(NamedTuple):
    """What a callback did, as far as it is known only once it has run.

    Attributes:
        effect: whether an observer saw something happen.
        everything: whether it is taken to have touched all there is.
        spared: the numbers of the tasks that it could have changed and did not.
    """

    effect: bool = False
    everything: bool = False
    spared: FrozenSet[int] = frozenset()


def stepped(handle: Handle) -> Any:
    """Return the Task whose step the callback of this handle is, or None."""
    if isinstance(handle.callback, types.FunctionType):
        return None
    referents = gc.get_referents(handle.callback)
    return next((each for each in referents if isinstance(each, asyncio.Task)), None)


class Footprint:
    """What a handle's callback may touch; see the module's docstring.

    Attributes:
        number: the handle's.
        reads: keys of everything reached, which are valid in one run only.
        writes: the keys of what may be written, all among ``reads``.
        found: what was found out when the callback ran, before or in this run.
    """

    def __init__(self, handle: Handle, found: StepEffects) -> None:
        self.number = handle.number
        self.reads: Set[Hashable] = {id(handle)}
        self.writes: Set[Hashable] = set()
        self.found = found
        self._namespaces: List[Tuple[Any, Dict[str, Any]]] = []
        self._coroutines: List[Tuple[Any, int]] = []
        self._tasks: List[Tuple[Task, Any]] = []
        self._seen: Set[Hashable] = set()
        self._stack: List[Any] = [handle.args, handle.context]
        task = stepped(handle)
        if task is None:
            self._stack.append(handle.callback)
        else:
            self._stack += [task._coro, *gc.get_referents(handle.callback)]
        self._walk()
        self.reads |= self.writes
        self.writes.difference_update(
            [id(task) for task, _ in self._tasks if task.number in found.spared]
        )

    def ran(self, effect: bool, everything: bool) -> None:
        """Take in what is known once the callback has run."""
        changed = any(_differ(now, then) for now, then in self._namespaces)
        everything = everything or changed or self.found.everything
        spared = [task for task, then in self._tasks if _state(task) == then]
        self.found = StepEffects(effect, everything, frozenset([task.number for task in spared]))
        self.writes.difference_update(map(id, spared))
        self._namespaces.clear()
        self._tasks.clear()
        for coroutine, key in self._coroutines:
            if coroutine() is None:  # nothing can meet it, but what is made at its address
                self.reads.discard(key)
                self.writes.discard(key)

    def conflicts_with(self, other: "Footprint") -> bool:
        """Say whether the order of the two may matter, whichever of them has run."""
        one, two = self.found, other.found
        if one.everything or two.everything or (one.effect and two.effect):
            return True
        return not (self.writes.isdisjoint(other.reads) and self.reads.isdisjoint(other.writes))

    def _walk(self) -> None:
        stack, seen = self._stack, self._seen
        while stack:
            item = stack.pop()
            kind = type(item)
            if kind in _IMMUTABLE or id(item) in seen:
                continue
            seen.add(id(item))
            if kind in _READ_ONLY:
                stack += gc.get_referents(item)
            elif kind is _Cell:
                self.reads.add(id(item))
                stack += gc.get_referents(item)
            elif kind in _FRAMES:
                self._visit_coroutine(item)
            elif kind is types.FunctionType:
                self._visit_function(item)
            elif issubclass(kind, asyncio.Future):
                self._visit_future(item)
            elif issubclass(kind, type):
                self._visit_class(item)
            elif issubclass(kind, types.ModuleType):
                self._visit_module(item)
            elif kind is _Context:
                # The nodes of its tree never change, and copies of the context share them.
                self.writes.add(id(item))
                stack += item.values()
            elif not _is_engine(kind.__module__) or issubclass(kind, Handle):
                self.writes.add(id(item))
                stack += gc.get_referents(item)
                stack.append(kind)
                if issubclass(kind, weakref.ref):
                    stack.append(item())

    def _visit_function(self, function: Any) -> None:
        module = function.__globals__.get("__name__")
        if _is_engine(module):
            return
        code = read(function.__code__)
        cells = function.__closure__ or ()
        if code.cells:
            self.writes.update(map(id, cells))
        attributes = vars(function)
        self._namespaces.append((attributes, dict(attributes)))
        self._stack += attributes.values()
        self._stack += cells
        self._stack += function.__defaults__ or ()
        self._stack += (function.__kwdefaults__ or {}).values()
        if not is_library(module):
            self._visit_names(code, function.__globals__, code.stores)

    def _visit_coroutine(self, coroutine: Any) -> None:
        self.writes.add(id(coroutine))
        self._coroutines.append((weakref.ref(coroutine), id(coroutine)))
        frame = getattr(coroutine, _FRAMES[type(coroutine)])
        if frame is None:
            return
        # Its variables: up to Python 3.10 the frame refers to them, later the coroutine does.
        referents = gc.get_referents(coroutine, frame)
        code = read(frame.f_code)
        if code.cells:
            self.writes.update([id(each) for each in referents if type(each) is _Cell])
        self._seen.update((id(frame), id(frame.f_globals), id(frame.f_builtins)))
        self._stack += referents
        if not is_library(frame.f_globals.get("__name__")):
            self._visit_names(code, frame.f_globals, code.stores)

    def _visit_names(self, code: Code, namespace: Dict[str, Any], stored: Set[str]) -> None:
        """Visit those variables of a module that ``code`` names."""
        key: Hashable = (id(namespace), id(code))
        if key in self._seen:
            return
        self._seen.add(key)
        if code.everything:
            self.found = self.found._replace(everything=True)
        for name in code.names:
            key = (id(namespace), name)
            self.reads.add(key)
            if name in stored:
                self.writes.add(key)
            value = namespace.get(name)
            if not isinstance(value, types.ModuleType):
                self._stack.append(value)
            elif not is_library(value.__name__):
                self._visit_names(code, vars(value), code.attributes)

    def _visit_module(self, module: types.ModuleType) -> None:
        """Visit a module that was not reached by name: all of it."""
        if not is_library(module.__name__):
            for name, value in vars(module).items():
                if not name.startswith("__"):
                    self.writes.add((id(vars(module)), name))
                    self._stack.append(value)

    def _visit_class(self, kind: Any) -> None:
        if not is_library(kind.__module__) and not _is_engine(kind.__module__):
            self._namespaces.append((vars(kind), dict(vars(kind))))
            self._stack += [kind.__mro__, type(kind)]
            for name, value in vars(kind).items():
                # What classes keep about themselves, such as __annotations__, is not state.
                own = name[:2] == "__" or name == "_abc_impl"
                if isinstance(value, types.FunctionType) or not own:
                    self._stack.append(value)

    def _visit_future(self, future: Any) -> None:
        self.writes.add(id(future))
        waiting = getattr(future, "_fut_waiter", None)
        self._stack += [future._result, future._exception, waiting]
        kind = type(future)
        if kind is Task and (waiting is None or waiting.done()):
            self._tasks.append((future, _state(future)))
        if is_library(kind.__module__):
            self._stack += getattr(future, "__dict__", {}).values()  # such as gather's children
        elif not _is_engine(kind.__module__):
            self._stack += [kind, *gc.get_referents(future)]


def _state(task: Any) -> Any:
    """Return what shows others that a task that waits for nothing was changed."""
    return task.done(), task._must_cancel, task._callbacks, getattr(task, "cancelling", int)()


def _differ(now: Any, then: Dict[str, Any]) -> bool:
    return len(now) != len(then) or any(now.get(name) is not then[name] for name in then)


def _is_engine(module: Any) -> bool:
    return str(module).startswith(_ENGINE)
