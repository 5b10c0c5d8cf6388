"""An analysis of a few lines, for tests that name what it decides."""

import ast
import textwrap
from collections.abc import Mapping

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.coroutines.awaitability import Answer, awaitable
from off_coroutine.migration.inference import callees
from off_coroutine.migration.inference.flow import flow_of
from off_coroutine.migration.inference.solver import Expression, Instance, Result, Value
from off_coroutine.migration.inference.values import infer_class, reaching_values
from off_coroutine.migration.rules import BLOCKERS
from off_coroutine.migration.semantics.project import Project
from off_coroutine.migration.semantics.scopes import Function, Scope
from off_coroutine.migration.source.source_file import Source

IMPORT = "import asyncio\n"


class Analysed:
    """Some modules, and questions about the functions in them by name.

    A question about an expression is about what the function `asked` returns last, or about what
    the module assigns to `asked`.
    """

    def __init__(self, sources: str | Mapping[str, str]) -> None:
        texts = {"module.py": sources} if isinstance(sources, str) else sources
        self.project = Project(
            [Source(path, textwrap.dedent(text).encode()) for path, text in texts.items()]
        )
        self.analysis = CoroutineAnalysis(self.project, BLOCKERS)

    @property
    def becomes_async(self) -> set[str]:
        return {f.name for f in self.analysis.members if self.analysis.becomes_async(f)}

    @property
    def blocked(self) -> dict[str, str]:
        return {f.name: blocker.reason for f, blocker in self.analysis.blocked.items()}

    @property
    def reasons(self) -> dict[str, str]:
        return {f.name: reason.what for f, reason in self.analysis.reasons.items()}

    @property
    def flow_evaluations(self) -> int:
        return flow_of(self.project).solver.evaluations

    def function(self, name: str) -> Function:
        (found,) = self.project.functions_named[name]
        return found

    def asked(self) -> tuple[ast.expr, Scope]:
        functions = self.project.functions_named["asked"]
        if functions:
            node = max(functions[0].returns, key=lambda each: each.lineno)
            assert node.value is not None
            return node.value, functions[0]
        for module in self.project.modules:
            for binding in module.bindings["asked"]:
                assert isinstance(binding, ast.expr)
                return binding, module
        raise AssertionError("nothing is asked")

    def values(self) -> tuple[set[str], bool]:
        """Return what may reach what is asked, described, and whether that is all."""
        reaching = reaching_values(*self.asked(), self.project)
        return {described(value) for value in reaching.values}, reaching.complete

    def infer_class(self) -> str | None:
        found = infer_class(*self.asked(), self.project)
        return getattr(found.node, "name", "") if isinstance(found, Scope) else found

    def may_call(self) -> callees.Callees:
        return callees.may_call(*self.asked(), self.project)

    def must_call(self) -> set[str]:
        return {function.name for function in callees.must_call(*self.asked(), self.project)}

    def escapes(self, name: str) -> bool:
        return callees.may_escape(self.function(name), self.project)

    def awaitable(self) -> Answer:
        return awaitable(*self.asked(), self.analysis)


def analyse(sources: str | Mapping[str, str]) -> Analysed:
    return Analysed(sources)


def described(value: Value) -> str:
    if isinstance(value, Instance):
        return f"{described(value.of)}()"
    if isinstance(value, Result):
        return f"{described(value.of)}(...)" if value.of else f"?{ast.unparse(value.node)}"
    if isinstance(value, Expression):
        return ast.unparse(value.node)
    return value if isinstance(value, str) else getattr(value.node, "name", "lambda")
