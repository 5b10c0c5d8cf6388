"""Python source as text, read the way the Python that it was written for read it."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import warnings
from bisect import bisect_right
from functools import cached_property

from off_coroutine.migration.source import legacy_keywords
from off_coroutine.migration.source.lines import line_starts

_NEWLINE = re.compile(r"\r\n|\r|\n")
# Encodings that decode nothing but what they encode.
_EXACT = frozenset({"utf-8", "utf-8-sig", "iso-8859-1", "ascii"})


class UnreadableError(Exception):
    """Source that no supported Python reads.

    Attributes:
        line: where, from 1; 0 if nowhere in particular.
        reason: why.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line
        self.reason = reason


class Source:
    """The text of one file and its syntax tree.

    Attributes:
        path: its name for messages, `/` between folders.
        text: decoded, without a byte order mark; line endings as they are.
        encoding: what it was decoded from.
        tree: the syntax tree, with the positions of the text.
        reserved_names: offset and word of each `async` and `await` that is a name, as they could
            be up to Python 3.6.
    """

    def __init__(self, path: str, content: bytes, version: tuple[int, int] | None = None) -> None:
        """
        Args:
            version: an older Python that has to read it, too.

        Raises:
            UnreadableError: it cannot be decoded or parsed.
        """
        self.path = path
        self.text, self.encoding = decoded(content)
        self.reserved_names: list[tuple[int, str]] = []
        try:
            self.tree = _parsed(self.text, version)
        except UnreadableError:
            if version is not None:
                raise
            self.reserved_names = list(legacy_keywords.places(self.text))
            if not self.reserved_names:
                raise
            readable, stand_ins = legacy_keywords.replaced(self.text, self.reserved_names)
            self.tree = _parsed(readable, None)
            legacy_keywords.put_back(self.tree, stand_ins)

    @cached_property
    def newline(self) -> str:
        """The line ending of its first line."""
        found = _NEWLINE.search(self.text)
        return found[0] if found else "\n"

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.text)

    def start(self, node: ast.expr | ast.stmt | ast.alias | ast.arg | ast.keyword) -> int:
        """Return the offset in the text at which a node starts."""
        return self._offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.alias | ast.arg | ast.keyword) -> int:
        """Return the offset in the text at which a node ends."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self._offset(node.end_lineno, node.end_col_offset)

    def segment(self, node: ast.expr | ast.stmt) -> str:
        """Return the text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of `offset` starts."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Return the offset of the line ending of the line of `offset`."""
        found = _NEWLINE.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Return the offset after the line ending of the line of `offset`."""
        found = _NEWLINE.search(self.text, offset)
        return found.end() if found else len(self.text)

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its ending."""
        start = self._line_starts[number - 1]
        return self.text[start : self.line_end(start)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column, both from 1, in characters."""
        return self._line_starts[line - 1] + column - 1

    def indentation(self, offset: int) -> str:
        """Return the white space with which the line of `offset` starts."""
        start = self.line_start(offset)
        return self.text[start : start + _blank(self.text, start)]

    def encoded(self, text: str) -> bytes:
        """Return `text` as this file is encoded.

        Raises:
            UnicodeError: the encoding has not all of its characters.
        """
        return text.encode(self.encoding)

    def _offset(self, line: int, column: int) -> int:
        start = self._line_starts[line - 1]
        before = self.text[start : start + column]
        if before.isascii():  # columns of the tree count UTF-8 bytes
            return start + column
        return start + len(before.encode()[:column].decode())


def _blank(text: str, start: int) -> int:
    end = start
    while text[end : end + 1] in (" ", "\t", "\f"):
        end += 1
    return end - start


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding, with which it becomes the same bytes again.

    Raises:
        UnreadableError: it has no encoding that does this.
    """
    try:
        # A comment with a declaration may itself be written in what it declares.
        mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        declaring = b"\n".join(content[len(mark) :].split(b"\n", 2)[:2])
        head = mark + declaring.decode("ascii", "replace").replace("\ufffd", "?").encode()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(head).readline)
        if encoding == "utf-8-sig" and not mark:
            encoding = "utf-8"
        text = content.decode(encoding)
        stays = encoding in _EXACT or _stays(text, encoding, content)
    except Exception as error:  # a codec may be anybody's, and raise anything
        raise UnreadableError(0, f"cannot be decoded: {error}") from error
    if not stays:
        raise UnreadableError(0, f"cannot be decoded: written as {encoding} again, it is another")
    return text, encoding


def _stays(text: str, encoding: str, content: bytes) -> bool:
    """Return whether a text is what an encoding makes of its content, and makes it again.

    Some have several spellings of one text (utf-7, unicode_escape), and to some the line that
    declares them is no text (utf-16, cp037).
    """
    return text.encode(encoding) == content and "coding" in "".join(text.split("\n", 2)[:2])


def _parsed(text: str, version: tuple[int, int] | None) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is not ours to report
            return ast.parse(text, feature_version=version)
    except SyntaxError as error:
        raise UnreadableError(error.lineno or 0, f"cannot be parsed: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        reason = str(error) or "it is nested too deeply"
        raise UnreadableError(0, f"cannot be parsed: {reason}") from error
