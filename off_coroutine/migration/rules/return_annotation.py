"""The annotation of what a coroutine returns.

Found: `-> Generator[..., ..., T]`, `-> Coroutine[..., ..., T]` and `-> Awaitable[T]` on a coroutine
    that becomes native, and `Iterator` or `Iterable`.
Why: the annotation of a native coroutine function says what awaiting gives; type checkers read the
    old one as a coroutine that gives a generator.
Fix: `-> T`.
Safety: an annotation that does not say what the coroutine returns stays, and that is said; nothing
    changes when the code runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from off_coroutine.migration.coroutines.analysis import CoroutineAnalysis
from off_coroutine.migration.rewrite.finding import Finding, RuleInfo
from off_coroutine.migration.rewrite.spans import replace_node
from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

INFO = RuleInfo(
    __name__,
    why="the annotation of a native coroutine function says what awaiting it gives",
    remedy="annotate what it returns",
)
_WRAPPING = {"Generator": 3, "Coroutine": 3, "Awaitable": 1}  # name -> how many arguments it takes
_UNSAID = frozenset({*_WRAPPING, "Iterator", "Iterable"})


def find(module: Module, analysis: CoroutineAnalysis) -> Iterator[Finding]:
    source = module.source
    for function in module.functions:
        annotation = getattr(function.node, "returns", None)
        if annotation is None or not analysis.becomes_async(function):
            continue
        what = f"the annotation of what `{function.name}` returns"
        written = source.segment(annotation)
        quote = written[0] if isinstance(annotation, ast.Constant) and written[0] in "'\"" else ""
        if result := _result(written.strip(quote)):
            edit = replace_node(module, annotation, f"{quote}{result}{quote}")
            yield INFO.fix(source, annotation, what, [edit])
            continue
        outermost = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        if last_name(outermost) in _UNSAID:
            reason = "it does not say what awaiting gives"
            yield INFO.refuse(source, annotation, what, reason, INFO.remedy)


def _result(text: str) -> str:
    """Return what an annotation says that awaiting gives; empty if it does not."""
    try:
        annotation = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return ""
    if not isinstance(annotation, ast.Subscript):
        return ""
    inner = annotation.slice
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if _WRAPPING.get(last_name(annotation.value)) != len(arguments):
        return ""
    return ast.get_source_segment(text.strip(), arguments[-1]) or ""
