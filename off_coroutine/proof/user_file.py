"""A user's file of scenarios."""

import importlib.util
import sys
import traceback
from pathlib import Path
from typing import Any, List

from off_coroutine.options import UsageError
from off_coroutine.proof.scenario import Scenario


def within(value: Any) -> List[Scenario]:
    """Return the scenarios that a value is: one, some in a list, or what makes some.

    An object makes some by a method `scenarios` that takes nothing and returns a list.
    """
    found = []  # type: List[Scenario]
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, Scenario):
            found.append(item)
        elif callable(getattr(type(item), "scenarios", None)):
            found += [each for each in item.scenarios() if isinstance(each, Scenario)]
    return found


def scenarios_of(file: Path) -> List[Scenario]:
    """Import a file and return the scenarios it makes, in order.

    Raises:
        UsageError: there is no such file, it cannot be imported, or it makes none.
    """
    if not file.is_file():
        raise UsageError("there is no file {}".format(file))
    spec = importlib.util.spec_from_file_location(file.stem, str(file))
    if spec is None or spec.loader is None:
        raise UsageError("{} is no Python file".format(file))
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(file.parent.resolve()))
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = "".join(traceback.format_exception_only(type(error), error)).strip()
        raise UsageError(
            "{} cannot be imported: {} ({}:{})".format(file, reason, where.filename, where.lineno)
        ) from error
    scenarios = [scenario for value in vars(module).values() for scenario in within(value)]
    if not scenarios:
        raise UsageError(
            "{} makes no scenario: add one, such as "
            'SCENARIO = off_coroutine.Scenario("it works", {{"old": old, "new": new}}, '
            "off_coroutine.World())".format(file)
        )
    return scenarios
