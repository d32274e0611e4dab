"""The Markdown table of every variable, as ``infra/settings.md`` holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from boot.settings import Settings


def lines() -> Iterator[str]:
    yield "| variable | default | secret | meaning |"
    yield "| --- | --- | --- | --- |"
    for variable in fields(Settings):
        name, help_text = variable.metadata["name"], variable.metadata["help"]
        secret = "secret" if variable.metadata["secret"] else ""
        cells = (f"`{name}`", _default(variable), secret, help_text.replace("|", r"\|"))
        yield f"| {' | '.join(cells)} |"


def _default(variable: Field[Any]) -> str:
    match variable.default:
        case value if value is MISSING:
            return "**required**"
        case None:
            return "derived"
        case bool(switch):
            return f"`{switch:d}`"
        case tuple(items):
            text = ",".join(map(str, items))
        case value:
            text = str(value)
    return f"`{text}`" if text else ""
