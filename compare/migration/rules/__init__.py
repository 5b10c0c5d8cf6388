"""One rule is one module here; its docstring is its section of the guide.

A rule has `find(module, coroutines)`, which yields what `migrate` converts or refuses, or
`obstacles(function, coroutines)`, which yields what keeps a coroutine from becoming a native one,
or both; or `warn(module, coroutines)`, which yields what only `review` knows.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from compare.migration.coroutines import Coroutines, ObstacleFinder
from compare.migration.findings import Finding
from compare.migration.module import Module

Rule = Callable[[Module, Coroutines], Iterator[Finding]]

MODULES = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
RULES = {rule.KIND.rule: rule for rule in MODULES}
FINDERS: list[Rule] = [rule.find for rule in MODULES if hasattr(rule, "find")]
OBSTACLES: list[ObstacleFinder] = [rule.obstacles for rule in MODULES if hasattr(rule, "obstacles")]
WARNERS: list[Rule] = [rule.warn for rule in MODULES if hasattr(rule, "warn")]
