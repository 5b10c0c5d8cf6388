"""An unused suppression comment, `# legacy: allow[name]`.

Found: a suppression comment on a line that has no finding of its rule: the code has changed, or
    the rule's name is wrong or missing.
Why: it will hide the next finding on its line, which nobody has looked at.
Fix: remove it, or correct the name.
Safety: findings count before `--select`, `--ignore` and `--target` leave some out, so a comment
    that suppresses one of those is in use.
"""

from __future__ import annotations

from off_coroutine.migration.rewrite.finding import RuleInfo

INFO = RuleInfo(
    __name__,
    why="it hides what will be found on its line later",
    remedy="remove it, or correct the name",
)
