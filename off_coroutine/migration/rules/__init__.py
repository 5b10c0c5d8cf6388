"""One rule is one module here; its docstring is its section of the guide.

A rule has `find(module, analysis)`, which yields what `migrate` converts or refuses, or
`blockers(function, analysis)`, which yields what keeps a coroutine from becoming a native one,
or both; or `warn(module, analysis)`, which yields what only `review` knows. A module whose
name begins with an underscore is a part of a rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from off_coroutine.migration.coroutines.analysis import BlockerFinder, CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding
from off_coroutine.migration.semantics.scopes import Module

Rule = Callable[[Module, CoroutineAnalysis], Iterator[Finding]]

_NAMES = [found.name for found in pkgutil.iter_modules(__path__)]
MODULES = [importlib.import_module(f"{__name__}.{n}") for n in _NAMES if not n.startswith("_")]
RULES = {rule.INFO.rule: rule for rule in MODULES}
FINDERS: list[Rule] = [rule.find for rule in MODULES if hasattr(rule, "find")]
BLOCKERS: list[BlockerFinder] = [rule.blockers for rule in MODULES if hasattr(rule, "blockers")]
WARNERS: list[Rule] = [rule.warn for rule in MODULES if hasattr(rule, "warn")]
