"""What the tests need to know of a Markdown document: links, anchors, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[2]
SHELLS = ("sh", "bash", "console", "")

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)")
_LINK = re.compile(r"\]\(<?([^\s)>]+)>?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)


class Part(NamedTuple):
    """``line`` counts from 1."""

    line: int
    text: str


class Block(NamedTuple):
    line: int
    language: str
    text: str


@dataclass(frozen=True)
class Document:
    """``name`` is its path in the repository; a planted one need not exist."""

    name: str
    text: str

    @property
    def folder(self) -> Path:
        return (CHECKOUT / self.name).parent

    def _line(self, position: int) -> int:
        return self.text.count("\n", 0, position) + 1

    @cached_property
    def blocks(self) -> list[Block]:
        return [
            Block(self._line(match.start(3)), match[2], match[3])
            for match in _FENCE.finditer(self.text)
        ]

    @cached_property
    def prose(self) -> str:
        """The text with its fenced blocks emptied; lines stay where they are."""
        return _FENCE.sub(lambda match: "\n" * match[0].count("\n"), self.text)

    @cached_property
    def spans(self) -> list[Part]:
        """Code between backticks."""
        return [
            Part(self._line_in_prose(match.start()), " ".join(match[1].split()))
            for match in _SPAN.finditer(self.prose)
        ]

    def _line_in_prose(self, position: int) -> int:
        return self.prose.count("\n", 0, position) + 1

    @cached_property
    def links(self) -> list[Part]:
        without_code = _SPAN.sub(lambda match: "·" * len(match[0]), self.prose)
        return [
            Part(self._line_in_prose(match.start()), match[1])
            for match in _LINK.finditer(without_code)
        ]

    @cached_property
    def anchors(self) -> set[str]:
        """As GitHub makes them of headings."""
        found: dict[str, int] = {}
        anchors = set()
        for match in _HEADING.finditer(self.prose):
            heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match[1])
            anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            number = found.get(anchor, 0)
            found[anchor] = number + 1
            anchors.add(f"{anchor}-{number}" if number else anchor)
        return anchors

    @property
    def shell(self) -> Iterator[Block]:
        """Fenced shell; of a session (``$ …``), what was typed."""
        for block in self.blocks:
            if block.language == "console":
                typed = [line[2:] for line in block.text.splitlines() if line.startswith("$ ")]
                yield block._replace(text="\n".join(typed or block.text.splitlines()) + "\n")
            elif block.language in ("sh", "bash"):
                yield block
