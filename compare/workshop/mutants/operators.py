"""The mutants of a module: its text with one place changed.

Left alone is what says nothing about behaviour: annotations, docstrings, the words of messages
(f-strings, what is raised, texts of several words unless a call is about nothing else), `__all__`,
imports, assertions, what only type checkers read, and the arguments of `@dataclass`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

Edit = tuple[int, int, str]  # from byte, to byte, what stands there instead
OTHERWISE: dict[type[ast.AST], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: (r"\bis\b", "is not"),
    ast.IsNot: (r"\bis\s+not\b", "is"),
    ast.In: (r"\bin\b", "not in"),
    ast.NotIn: (r"\bnot\s+in\b", "in"),
    ast.And: (r"\band\b", "or"),
    ast.Or: (r"\bor\b", "and"),
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.BitOr: (r"\|", "&"),
    ast.BitAnd: ("&", "|"),
}
CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
EMPTY = {
    "list": "[]",
    "Sequence": "[]",
    "set": "set()",
    "frozenset": "frozenset()",
    "dict": "{}",
    "tuple": "()",
    "Iterator": "iter(())",
    "Iterable": "()",
    "str": '""',
    "int": "0",
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Attributes:
        path: of the module, from the root of the project.
        line: number of the line that is changed, the first if there are several.
        before: that line, without what surrounds it.
        after: the same line with the change.
        statement: first and last line of the statement around it, of a block without its body.
        function: first line of the outermost function that it is in the body of; 0 if of none.
        text: the whole module with the change.
    """

    path: str
    line: int
    before: str
    after: str
    statement: tuple[int, int]
    function: int
    text: str


def mutants(path: str, text: str) -> list[Mutant]:
    """Return the mutants of a module, by place; Python can read each."""
    tree = ast.parse(text)
    content = text.encode()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    old = text.splitlines()
    spans = _spans(tree)
    found: dict[str, Mutant] = {}
    for start, end, new in _edits(tree, content, starts):
        changed = (content[:start] + new.encode() + content[end:]).decode()
        if changed == text or changed in found:
            continue
        try:
            ast.parse(changed)
        except SyntaxError:
            continue
        at = content.count(b"\n", 0, start)
        after = changed.splitlines()[at].strip()
        statement, function = spans.get(at + 1, ((at + 1, at + 1), 0))
        found[changed] = Mutant(path, at + 1, old[at].strip(), after, statement, function, changed)
    return sorted(found.values(), key=lambda mutant: mutant.line)


def _spans(tree: ast.Module) -> dict[int, tuple[tuple[int, int], int]]:
    """Return line -> (lines of its statement, first line of the outermost function around it)."""
    spans: dict[int, tuple[tuple[int, int], int]] = {}
    pending: list[tuple[ast.stmt, int]] = [(each, 0) for each in tree.body]
    while pending:
        node, function = pending.pop()
        inner = [each for each in ast.iter_child_nodes(node) if isinstance(each, BLOCKS)]
        first = [_first_line(each) for each in inner]
        last = max(min(first, default=(node.end_lineno or 0) + 1) - 1, node.lineno)
        for line in range(_first_line(node), last + 1):
            spans[line] = (node.lineno, last), function
        if isinstance(node, FUNCTIONS):
            function = function or _first_line(node)
        for each in inner:
            parts = each.body if isinstance(each, ast.ExceptHandler | ast.match_case) else [each]
            pending += [(part, function) for part in parts]
    return spans


def _first_line(node: ast.AST) -> int:
    decorators = getattr(node, "decorator_list", [])
    place = node.pattern if isinstance(node, ast.match_case) else node
    return min(getattr(each, "lineno", 0) for each in [place, *decorators])


def _edits(tree: ast.Module, text: bytes, starts: list[int]) -> Iterator[tuple[int, int, str]]:
    def begin(node: ast.expr | ast.stmt) -> int:
        return starts[node.lineno - 1] + node.col_offset

    def end(node: ast.expr | ast.stmt) -> int:
        return starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def source(node: ast.expr) -> str:
        return text[begin(node) : end(node)].decode()

    def between(left: ast.expr, right: ast.expr, operator: ast.AST) -> Iterator[Edit]:
        pattern, new = OTHERWISE.get(type(operator), ("(?!)", ""))
        if found := re.search(pattern.encode(), text[end(left) : begin(right)]):
            yield end(left) + found.start(), end(left) + found.end(), new

    def instead(node: ast.expr | ast.stmt, new: str) -> Edit:
        return begin(node), end(node), new

    def negated(test: ast.expr) -> Iterator[Edit]:
        if not isinstance(test, ast.Compare | ast.UnaryOp):  # these have such a mutant themselves
            yield instead(test, f"(not ({source(test)}))")

    def fewer(display: ast.Tuple | ast.List) -> Iterator[Edit]:
        words = [source(each) for each in display.elts]
        for number in range(len(words) if len(words) > 1 else 0):
            yield instead(display, f"({', '.join(words[:number] + words[number + 1 :])},)")

    def entries(values: list[tuple[ast.expr, ast.expr]]) -> Iterator[Edit]:
        """Remove each entry, from its first expression to its last, with a comma."""
        for number, (first, last) in enumerate(values):
            if number + 1 < len(values):
                yield begin(first), begin(values[number + 1][0]), ""
            elif number:
                yield end(values[number - 1][1]), end(last), ""

    for node, returns in _behaviour(tree):
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                    yield from between(left, right, operator)
                    if isinstance(operator, ast.In | ast.NotIn) and isinstance(
                        right, ast.Tuple | ast.List
                    ):
                        yield from fewer(right)
            case ast.BoolOp():
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield from between(left, right, node.op)
            case ast.BinOp():
                yield from between(node.left, node.right, node.op)
            case ast.UnaryOp(op=ast.Not()):
                yield instead(node, f"({source(node.operand)})")
            case ast.If() | ast.IfExp() | ast.While():
                yield from negated(node.test)
                if isinstance(node, ast.If) and not node.orelse:
                    yield instead(node.test, "False")
            case ast.comprehension():
                for test in node.ifs:
                    yield from negated(test)
                    yield instead(test, "True")
            case ast.Constant(value=bool() as value):
                yield instead(node, str(not value))
            case ast.Constant(value=int() | float() as value):
                yield instead(node, str(value + 1))
            case ast.Constant(value=str() | bytes() as value) if value:
                yield instead(node, '""' if isinstance(value, str) else 'b""')
            case ast.Set():
                yield from entries([(each, each) for each in node.elts])
            case ast.Dict() if None not in node.keys:
                keys = [key for key in node.keys if key]
                yield from entries(list(zip(keys, node.values, strict=True)))
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield instead(node.func, CALLS[name])
            case ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Tuple() as kinds]):
                yield from fewer(kinds)
            case ast.Return(value=ast.expr() as value):
                for new in _returned(returns):
                    yield instead(value, new)
            case (
                (ast.Return() | ast.Expr() | ast.AugAssign() | ast.Continue() | ast.Break())
                | (ast.Raise() | ast.Delete())
                | ast.Assign(targets=[ast.Attribute() | ast.Subscript()])
            ):
                yield instead(node, "pass")


def _returned(annotation: ast.expr | None) -> list[str]:
    """Return what may stand instead of a value that is returned."""
    text = ast.unparse(annotation).partition("[")[0] if annotation else ""
    return ["True", "False"] if text == "bool" else [EMPTY.get(text, "None")]


def _behaviour(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.expr | None]]:
    """Give every node that says how the module behaves, with what its function returns."""
    pending: list[tuple[ast.AST, ast.expr | None]] = [(tree, None)]
    while pending:
        node, returns = pending.pop()
        yield node, returns
        if isinstance(node, FUNCTIONS):
            returns = node.returns
        pending += [(each, returns) for each in _parts(node)]


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom | ast.Raise | ast.Assert):
        return
    skipped = ["annotation", "returns", *["decorator_list"] * isinstance(node, ast.ClassDef)]
    match node:
        case ast.Call(func=ast.Name("TypeVar" | "cast")):
            return
        case ast.Assign(targets=[ast.Name("__all__" | "__slots__")]):
            return
    for name, value in ast.iter_fields(node):
        if name not in skipped:
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST) and not _has_mutant(each, node, name):
                    yield each


def _has_mutant(node: ast.AST, parent: ast.AST, name: str) -> bool:
    """Whether what holds a node has its mutant, or it needs none, as a docstring."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.keyword(arg="strict"):  # of `zip`
            return True
        case ast.Constant(value=str() as text) if " " in text.strip():
            return not (isinstance(parent, ast.Call) and parent.args == [node])
    if isinstance(parent, ast.Set | ast.Dict):
        several = len(parent.elts if isinstance(parent, ast.Set) else parent.keys) > 1
        return several and isinstance(node, ast.Constant) and name in ("elts", "keys")
    return (
        isinstance(parent, ast.Compare)
        and isinstance(node, ast.Tuple | ast.List)
        and len(node.elts) > 1
        and all(isinstance(each, ast.Constant) for each in node.elts)
    )
