"""An answer as the visitor sees it: text, and links to what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape
from odoo.addons.insightpulse_ai.retrieval import Passage, cited

_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:mailto|javascript|data):)\S+", re.I)
_MARKDOWN = re.compile(r"!?\[([^\]\n]*)\]\(\s*[^)\s]*\s*\)")
_CITATION = re.compile(r"\s?\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]")


def without_addresses(answer: str, passages: Sequence[Passage]) -> str:
    """``answer`` without the addresses of web pages that stand in none of ``passages``.

    >>> without_addresses("See [us](https://a.example/x), or https://b.example.", [])
    'See us, or …'
    """
    known = "\n".join(passage.text for passage in passages)

    def kept(match: re.Match[str]) -> str:
        return match[0] if match[0].rstrip(".,;:!?)") in known else "…"

    return _ADDRESS.sub(kept, _MARKDOWN.sub(r"\1", answer))


def shown(answer: str, passages: Sequence[Passage], base_url: str, sources: str) -> Markup:
    """HTML of ``answer``, all of it escaped, and of links to those of ``passages`` that it cites.
    ``base_url``: what their addresses are relative to; ``sources``: the word for them.

    >>> shown("<b>Nine</b> [1] [7].", [Passage(1, "", "Hours", "/h")], "https://x.example", "See")
    Markup('&lt;b&gt;Nine&lt;/b&gt; [1].<br/><small>See: <a href="https://x.example/h" \
target="_blank" rel="noreferrer noopener">[1] Hours</a></small>')
    """
    known = cited(answer, passages)
    text = _CITATION.sub(lambda match: match[0] if cited(match[0], known) else "", answer)
    body = Markup("<br/>").join(escape(line) for line in text.split("\n"))
    if not known:
        return body
    links = Markup(", ").join(_link(passage, base_url) for passage in known)
    return body + Markup("<br/><small>%s: %s</small>") % (sources, links)


def _link(passage: Passage, base_url: str) -> Markup:
    label = f"[{passage.number}] {passage.label}"
    if not passage.url.startswith("/"):
        return escape(label)
    link = Markup('<a href="%s" target="_blank" rel="noreferrer noopener">%s</a>')
    return link % (base_url.rstrip("/") + passage.url, label)
