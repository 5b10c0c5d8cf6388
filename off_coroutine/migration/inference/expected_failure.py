"""Code that is there to show that something fails."""

from __future__ import annotations

import ast

from off_coroutine.migration.semantics.scopes import Module
from off_coroutine.migration.semantics.syntax import last_name

# How the names of context managers begin that wait for an exception or a warning, or hide it.
_EXPECTING = ("raises", "warns", "assertraises", "assertwarns", "catch_warnings")


def expects_failure(node: ast.AST, module: Module) -> bool:
    """Return whether a place stands in a `with` that expects it to fail, or to warn."""
    while not isinstance(node, ast.Module):
        node = module.parents[node]
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                call = item.context_expr
                name = last_name(call.func) if isinstance(call, ast.Call) else ""
                if name.lower().startswith(_EXPECTING):
                    return True
    return False
