"""Whatever a coroutine delegates to, and wherever: only `yield from` becomes `await`."""

from __future__ import annotations

import ast
import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from off_coroutine.migration.inference.callees import alternatives
from off_coroutine.migration.migrate import migrate_text

HEAD = "import asyncio\n\n\n@asyncio.coroutine\ndef main(a, b):\n    yield from b\n"
NATIVE_HEAD = "import asyncio\n\n\nasync def main(a, b):\n    await b\n"
UNTOUCHED = (
    "\n\ndef flat(nested):\n    for each in nested:\n        yield from flat(each)\n    yield\n"
    "\n\nprint(asyncio.sleep)\n"
)

names = st.sampled_from(["a", "b"]).map(lambda name: ast.Name(name, ast.Load()))
values = names | st.integers(0, 9).map(ast.Constant)


def operations(inner: st.SearchStrategy[ast.expr]) -> st.SearchStrategy[ast.expr]:
    """Return every way to put expressions together, `yield from` among them."""
    several = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        st.builds(ast.YieldFrom, inner.filter(_may_be_awaited)),
        st.builds(ast.YieldFrom, st.builds(ast.Call, names, several, st.just([]))),
        st.builds(
            ast.Call, inner, several, st.builds(ast.keyword, st.just("k"), inner).map(lambda k: [k])
        ),
        st.builds(ast.BinOp, inner, st.sampled_from([ast.Add(), ast.Pow(), ast.Mod()]), inner),
        st.builds(ast.UnaryOp, st.sampled_from([ast.Not(), ast.USub()]), inner),
        st.builds(
            ast.BoolOp, st.sampled_from([ast.And(), ast.Or()]), st.tuples(inner, inner).map(list)
        ),
        st.builds(ast.Compare, inner, st.just([ast.In()]), inner.map(lambda node: [node])),
        st.builds(ast.IfExp, inner, inner, inner),
        st.builds(ast.Attribute, inner, st.just("name"), st.just(ast.Load())),
        st.builds(ast.Subscript, inner, inner, st.just(ast.Load())),
        st.builds(ast.List, several, st.just(ast.Load())),
        st.builds(ast.Tuple, several, st.just(ast.Load())),
        st.builds(lambda key, value: ast.Dict([key], [value]), inner, inner),
        st.builds(_listed, inner),
    )


def _may_be_awaited(node: ast.expr) -> bool:
    iterables = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.Constant)
    return not any(isinstance(value, iterables) for value in alternatives(node))


def _listed(iterable: ast.expr) -> ast.expr:
    each = ast.Name("each", ast.Load())
    return ast.ListComp(each, [ast.comprehension(ast.Name("each", ast.Store()), iterable, [], 0)])


expressions = st.recursive(values, operations, max_leaves=8)
statements = st.one_of(
    expressions.map(ast.Expr),
    expressions.map(ast.Return),
    expressions.map(lambda value: ast.Assign([ast.Name("a", ast.Store())], value)),
    expressions.map(lambda value: ast.AugAssign(ast.Name("b", ast.Store()), ast.Add(), value)),
    expressions.map(lambda value: ast.If(value, [ast.Return(value)], [])),
    expressions.map(lambda value: ast.While(value, [ast.Break()], [])),
    expressions.map(lambda value: ast.For(ast.Name("b", ast.Store()), value, [ast.Pass()], [])),
)


class Native(ast.NodeTransformer):
    """Does to the syntax tree what the migration should have done to the text."""

    def visit_YieldFrom(self, node: ast.YieldFrom) -> ast.Await:
        return ast.Await(self.visit(node.value))


def written(body: list[ast.stmt]) -> str:
    module = ast.fix_missing_locations(ast.Module(body, []))
    return "".join(f"    {line}\n" for line in ast.unparse(module).splitlines())


@settings(max_examples=100, deadline=None)
@given(st.lists(statements, min_size=1, max_size=3))
def test_only_yield_from_becomes_await(body: list[ast.stmt]) -> None:
    before = written(body)
    after = migrate_text(HEAD + before + UNTOUCHED)
    expected = written([Native().visit(copy.deepcopy(node)) for node in body])
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(NATIVE_HEAD + expected + UNTOUCHED))
    assert migrate_text(after) == after
