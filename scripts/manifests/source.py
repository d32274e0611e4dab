"""The Python files of an addon: text, syntax, and what they define. Nothing is imported."""

from __future__ import annotations

import ast
import codecs
import re
import warnings
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

MAX_BYTES = 5_000_000
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


class Broken(NamedTuple):
    """Why a file cannot be parsed."""

    message: str
    line: int = 1


class Source:
    """One Python file; ``path`` is relative to its addon. ``sound`` is what screening.py found out:
    that a file of this content, in UTF-8, can be compiled."""

    def __init__(self, file: str, path: str) -> None:
        self.file = file
        self.path = path
        self.sound = False

    @cached_property
    def _read(self) -> tuple[str, str, Broken | None]:
        """The text, its encoding, and why there is none."""
        try:
            with open(self.file, "rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            return "", "", Broken(f"it cannot be read: {error.strerror}")
        if len(content) > MAX_BYTES:
            return "", "", Broken(f"it is larger than {MAX_BYTES:,} bytes")
        encoding = next(
            (
                match[1].decode()
                for line in content.split(b"\n", 2)[:2]
                if (match := _CODING.match(line))
            ),
            "utf-8-sig",
        )
        try:
            return content.decode(encoding), codecs.lookup(encoding).name, None
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            return "", "", Broken(f"it is not {encoding.removesuffix('-sig').upper()}", line)
        except LookupError:
            return "", "", Broken(f"it declares the unknown encoding {encoding}")

    @property
    def text(self) -> str:
        """The text; empty when it cannot be decoded."""
        return self._read[0]

    @cached_property
    def broken(self) -> Broken | None:
        """What keeps Python from compiling the file, if anything."""
        text, encoding, broken = self._read
        if broken or (self.sound and encoding in ("utf-8", "utf-8-sig")):
            return broken
        return _syntax(text)

    @property
    def tree(self) -> ast.Module:
        """The syntax tree, parsed anew; an empty one for a broken file."""
        if self.broken:
            return ast.Module([], [])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return ast.parse(self.text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return ast.Module([], [])


def _syntax(text: str) -> Broken | None:
    if "\0" in text:
        return Broken("it contains a NUL byte", text.count("\n", 0, text.index("\0")) + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "?", "exec", dont_inherit=True)
    except SyntaxError as error:
        return Broken(f"syntax error: {error.msg}", max(error.lineno or 1, 1))
    except ValueError as error:
        return Broken(f"it cannot be compiled: {error}")
    except (RecursionError, MemoryError):
        return Broken("it is nested too deeply to be parsed")
    return None


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run on import, also those within if, try and with."""
    for statement in body:
        yield statement
        for name in ("body", "orelse", "finalbody"):
            if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from statements(getattr(statement, name, []))
        for handler in getattr(statement, "handlers", []):
            yield from statements(handler.body)
