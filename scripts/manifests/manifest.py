"""Read a manifest as Odoo does, and keep where every key and value stands.

Odoo reads it with ``ast.literal_eval`` (odoo/modules/module.py, ``Manifest._from_path``), and so
does this: nothing is executed.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from manifests.finding import Edit, Problem

FILE = "__manifest__.py"
MAX_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"
_JOINED = re.compile(rb"[\"']\s*(#[^\n]*\s*)*[\"']")
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Unreadable(NamedTuple):
    """Why there are no values: no manifest, the file, its syntax, or that it is no literal dict."""

    kind: Literal["missing", "file", "syntax", "literal"]
    message: str
    line: int = 1
    edits: tuple[Edit, ...] = ()


class Entry(NamedTuple):
    """One key and its value, as written."""

    key: object
    value: object
    key_node: ast.expr
    value_node: ast.expr


class Manifest:
    """A parsed manifest; ``entries`` keep the order of the file and its duplicates."""

    def __init__(
        self,
        path: Path,
        source: bytes = b"",
        entries: tuple[Entry, ...] = (),
        unreadable: Unreadable | None = None,
    ) -> None:
        self.path = path
        self.source = source
        self.entries = entries
        self.unreadable = unreadable

    @cached_property
    def values(self) -> dict[object, object]:
        """What Odoo sees: of a key that is there twice, the last value."""
        return {entry.key: entry.value for entry in self.entries}

    @cached_property
    def _last(self) -> dict[object, Entry]:
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.source))]

    @property
    def installable(self) -> bool:
        return bool(self.values.get("installable", True))

    def entry(self, key: str) -> Entry | None:
        return self._last.get(key)

    def line(self, key: str) -> int:
        """Where ``key`` stands; 1 when it does not."""
        entry = self._last.get(key)
        return entry.key_node.lineno if entry else 1

    def text(self, key: str) -> str:
        """The value of ``key`` if it is a string, else an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def strings(self, key: str) -> list[tuple[str, ast.expr]]:
        """The strings in the list ``key``, each with its node; none if it is not a list."""
        entry = self._last.get(key)
        return string_items(entry.value_node) if entry else []

    def mapping(self, key: str) -> list[tuple[str, ast.expr]]:
        """The names and value nodes in the dict ``key``; none if it is not a dict."""
        entry = self._last.get(key)
        if not entry or not isinstance(entry.value_node, ast.Dict):
            return []
        return [
            (name.value, value)
            for name, value in zip(entry.value_node.keys, entry.value_node.values)
            if isinstance(name, ast.Constant) and isinstance(name.value, str)
        ]

    def span(self, node: ast.expr) -> tuple[int, int]:
        """The first byte of ``node``, and the one after its last."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno, node.end_col_offset),
        )

    def _offset(self, line: int, column: int) -> int:
        indent = len(self.source) - len(self.source.lstrip(b" \t")) if line == 1 else 0
        return self._line_starts[line - 1] + indent + column

    def problem(
        self,
        where: ast.expr | str | int,
        message: str,
        *,
        remedy: str = "",
        edits: tuple[Edit, ...] = (),
    ) -> Problem:
        """A problem at a node, a key, or a line of this manifest."""
        if isinstance(where, str):
            where = self.line(where)
        line = where if isinstance(where, int) else where.lineno
        return Problem(self.path, line, message, remedy, edits)

    def written(self, node: ast.expr) -> bytes:
        """The bytes of ``node`` in the file."""
        start, end = self.span(node)
        return self.source[start:end]

    def is_joined(self, node: ast.expr) -> bool:
        """Whether a string is written as several, which Python joins: often a missing comma."""
        return _JOINED.search(self.written(node)[1:-1]) is not None

    def replace(self, node: ast.expr, text: str) -> tuple[Edit, ...]:
        """Write the string ``text`` for a string or number, in the quotes that are there; no edit
        for what goes over several lines, where a comment may stand."""
        written = self.written(node)
        if b"\n" in written or b"\r" in written:
            return ()
        quote = written[-1:] if written[-1:] in (b"'", b'"') else b'"'
        return (Edit(*self.span(node), quote + text.encode() + quote),)

    def bracket(self, node: ast.expr) -> tuple[Edit, ...]:
        """Put ``node`` into a list."""
        return (Edit(*self.span(node), b"[" + self.written(node) + b"]"),)


def string_items(node: ast.expr) -> list[tuple[str, ast.expr]]:
    """The strings directly in a list, tuple or set literal."""
    if not isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return []
    return [
        (item.value, item)
        for item in node.elts
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]


def read(path: Path) -> Manifest:
    """Read and parse ``path``; whatever is wrong with it is in ``unreadable``."""
    try:
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Manifest(path, unreadable=Unreadable("file", f"it cannot be read: {error.strerror}"))
    return parse(path, source)


def parse(path: Path, source: bytes) -> Manifest:
    """Parse the bytes of a manifest. Raises nothing, whatever they are."""
    try:
        tree = _expression(source)
        entries = tuple(_entries(tree))
    except _Refused as refused:
        return Manifest(path, source, unreadable=refused.why)
    return Manifest(path, source, entries)


class _Refused(Exception):
    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.message)
        self.why = why


def _expression(source: bytes) -> ast.expr:
    if len(source) > MAX_BYTES:
        raise _Refused(Unreadable("file", f"it is larger than {MAX_BYTES:,} bytes"))
    if source.startswith(_BOM):
        why = "it starts with a byte order mark, which Odoo reads as a syntax error"
        raise _Refused(Unreadable("syntax", why, 1, (Edit(0, len(_BOM), b""),)))
    if b"\0" in source:
        line = _line_at(source, source.index(b"\0"))
        raise _Refused(Unreadable("syntax", "it contains a NUL byte", line))
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        why = f"it is not UTF-8: byte 0x{source[error.start]:02x}"
        raise _Refused(Unreadable("file", why, _line_at(source, error.start))) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.lstrip(" \t"), mode="eval").body
    except SyntaxError as error:
        line = max(error.lineno or 1, 1)
        raise _Refused(Unreadable("syntax", f"syntax error: {error.msg}", line)) from None
    except (RecursionError, MemoryError):
        raise _Refused(Unreadable("syntax", "it is nested too deeply to be parsed")) from None


def _line_at(source: bytes, offset: int) -> int:
    return len(_LINE_END.findall(source[:offset])) + 1


def _entries(tree: ast.expr) -> Iterator[Entry]:
    if not isinstance(tree, ast.Dict):
        what = "an expression"
        if _is_literal(tree):
            what = f"a {type(_evaluate(tree)).__name__}"
        why = f"it is {what}, not a dict"
        raise _Refused(Unreadable("literal", why, tree.lineno))
    for key, value in zip(tree.keys, tree.values):
        if key is None:
            why = "it unpacks another dict with `**`, which is no literal"
            raise _Refused(Unreadable("literal", why, value.lineno))
        try:
            name = _evaluate(key)
            hash(name)
        except TypeError:
            why = f"a {type(name).__name__} cannot be a key"
            raise _Refused(Unreadable("literal", why, key.lineno)) from None
        yield Entry(name, _evaluate(value), key, value)


def _evaluate(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        culprit = _not_literal(node) or node
        what = _DESCRIPTIONS.get(type(culprit), "an expression")
        why = f"{what} is no literal, and Odoo does not evaluate code in a manifest"
        raise _Refused(Unreadable("literal", why, culprit.lineno)) from None
    except (RecursionError, MemoryError):
        raise _Refused(Unreadable("syntax", "it is nested too deeply", node.lineno)) from None


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def _not_literal(node: ast.expr) -> ast.expr | None:
    """The innermost, first part of ``node`` that is no literal."""
    parts: list[ast.expr | None] = []
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        parts = list(node.elts)
    elif isinstance(node, ast.Dict):
        parts = [part for pair in zip(node.keys, node.values) for part in pair]
    for part in parts:
        if part is not None and not _is_literal(part):
            return _not_literal(part)
    return node


_DESCRIPTIONS: dict[type[ast.expr], str] = {
    ast.BinOp: "an operator such as `+`",
    ast.Call: "a call",
    ast.Name: "a name",
    ast.Attribute: "an attribute",
    ast.JoinedStr: "an f-string",
    ast.ListComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.Dict: "a dict with an unhashable key or `**`",
    ast.Set: "a set of unhashable items",
    ast.Starred: "a `*` expression",
}
