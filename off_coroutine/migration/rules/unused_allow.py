"""`# legacy: allow[name]` on a line where nothing of that name is found.

Found: an allowance that allows nothing: the code has changed, the name is wrong, or there is none.
Why: it will hide the next finding on its line, which nobody has looked at.
Fix: remove it, or correct the name.
Safety: it is looked for before `--select`, `--ignore` and `--target`, so these leave no allowance
    unused.
"""

from __future__ import annotations

from off_coroutine.migration.rewrite.finding import RuleInfo

INFO = RuleInfo(
    __name__,
    why="it hides what will be found on its line later",
    remedy="remove it, or correct the name",
)
