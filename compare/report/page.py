"""Pages as HTML, each a file of its own."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from compare.report.timeline import seconds
from off_coroutine.options import UsageError

ENVIRONMENT = Environment(
    loader=PackageLoader(__package__),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _code(text: str) -> Markup:
    """Return prose with what stands in backquotes as code."""
    return Markup(re.sub(r"`+([^`]+)`+", r"<code>\1</code>", str(escape(text))))


ENVIRONMENT.filters.update(code=_code, seconds=seconds)


def directory(name: str) -> Path:
    """Return the directory of this name, which is made if there is none.

    Raises:
        UsageError: it cannot be made.
    """
    path = Path(name)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def write(path: Path, template: str, **shown: object) -> None:
    """Write a page of ``templates/`` with its style sheet inside, whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    style = Markup(files(__package__).joinpath("style.css").read_text(encoding="utf-8"))
    html = ENVIRONMENT.get_template(template).render(style=style, **shown)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_text(html, encoding="utf-8", newline="\n")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"cannot write {path}: {error.strerror}; name a directory of yours")
