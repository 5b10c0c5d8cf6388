"""A contract, run on a package before and after its migration, inside any Python from 3.6 on."""

import asyncio
import contextlib
import sys
from importlib.abc import Loader, MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from off_coroutine.decorator import coroutine
from off_coroutine.engine import Verdict, isolation
from off_coroutine.engine.watchdog import PATIENCE, watching
from off_coroutine.options import UsageError
from off_coroutine.proof.scenario import Scenario
from off_coroutine.proof.user_file import scenarios_of


def scenarios(
    contract: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> List[Scenario]:
    """Return the scenarios of a contract, each with its programs before and after.

    Args:
        contract: imports the package, and makes scenarios of it.
        before: path -> content, of all files of the package.
        after: path -> content, of those that the migration changes.

    Raises:
        UsageError: the contract cannot be imported, before or after; imports nothing that
            changes; or makes no scenario, or not the same ones.
    """
    old, _ = _load(contract, before)
    new, loaded = _load(contract, {**before, **after})
    if after and not loaded & {str(Path(path).resolve()) for path in after}:
        raise UsageError(
            "{} imports nothing that is migrated: let it import the package".format(contract)
        )
    if [each.name for each in old] != [each.name for each in new]:
        raise UsageError("{} makes other scenarios after the migration".format(contract))
    return [_both(*pair) for pair in zip(old, new)]


def migrated(
    contract: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> List[Scenario]:
    """Return the scenarios of a contract with their programs after the migration only.

    Raises:
        UsageError: as ``scenarios``.
    """
    return _load(contract, {**before, **after})[0]


def explore_each(
    chosen: Iterable[Scenario],
    before: Mapping[str, bytes],
    maximum: int,
    progress: Callable[[int], None] = lambda count: None,
) -> Iterator[Tuple[Scenario, Verdict, List[str]]]:
    """Run scenarios under up to ``maximum`` schedules; give what ``explore`` returns of each.

    Raises:
        UsageError: a program reached for the outside.
    """
    try:
        with proving(before), watching(PATIENCE):
            for scenario in chosen:
                verdict, digests = scenario.explore(maximum, progress)
                yield scenario, verdict, digests
                if verdict.interrupted:
                    return
    except (isolation.EscapeError, TypeError) as error:
        raise UsageError(str(error)) from error


@contextlib.contextmanager
def proving(contents: Mapping[str, bytes]) -> Iterator[None]:
    """Refuse imports of the package, and lend asyncio its decorator, while scenarios run.

    Two versions of each module are loaded then: which one an import means cannot be told.
    """
    with _decorator(), _overlay(_Closed(contents)):
        yield


def _both(old: Scenario, new: Scenario) -> Scenario:
    one = len(old.programs) == 1
    programs = {}
    for when, scenario in (("before", old), ("after", new)):
        for name, program in scenario.programs.items():
            programs[when if one else "{}, {}".format(name, when)] = program
    return Scenario(old.name, programs, old.world, old.limits, old.invariants)


def _load(contract: Path, contents: Mapping[str, bytes]) -> Tuple[List[Scenario], Set[str]]:
    """Return the scenarios, and the files of the package that were imported."""
    finder = _Finder(contents)
    with _decorator(), _overlay(finder):
        try:
            return scenarios_of(contract), set(finder.loaded.values())
        finally:
            for name in finder.loaded:
                sys.modules.pop(name, None)


@contextlib.contextmanager
def _decorator() -> Iterator[None]:
    """Let `asyncio.coroutine` be what it was, where it is gone."""
    if hasattr(asyncio, "coroutine"):
        yield
        return
    vars(asyncio)["coroutine"] = coroutine
    try:
        yield
    finally:
        del vars(asyncio)["coroutine"]


@contextlib.contextmanager
def _overlay(finder: MetaPathFinder) -> Iterator[None]:
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder(MetaPathFinder):
    """Finds the modules of a package where they are, and loads given contents."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = {str(Path(path).resolve()): data for path, data in contents.items()}
        self.loaded: Dict[str, str] = {}  # name of a module -> its file

    def find_spec(
        self, name: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None:
            return None
        content = self._contents.get(str(Path(spec.origin).resolve()))
        if content is None:
            return None
        spec.loader = self.loader(name, spec.origin, content)
        spec.cached = None
        return spec

    def loader(self, name: str, file: str, content: bytes) -> Loader:
        self.loaded[name] = str(Path(file).resolve())
        return _Loader(file, content)


class _Closed(_Finder):
    def loader(self, name: str, file: str, content: bytes) -> Loader:
        message = (
            "{} is imported while the program runs: import it at the top of a module, "
            "so that before and after can be told apart".format(name)
        )
        if isolation.watched is not None:
            isolation.refuse(isolation.watched, message)
        raise isolation.EscapeError(message)


class _Loader(SourceLoader):
    """Loads a content, and neither reads nor writes a compiled file."""

    def __init__(self, file: str, content: bytes) -> None:
        self._file = file
        self._content = content

    def get_filename(self, fullname: str) -> str:
        return self._file

    def get_data(self, path: Any) -> bytes:
        return self._content

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        raise OSError("nothing is compiled ahead")
