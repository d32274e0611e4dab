"""The panel's reader of Markdown: what models write, and what nobody should write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ..product import CHECKOUT
from .node import function

MODULE = CHECKOUT / "addons/insightpulse_ai/static/src/markdown/markdown.js"


@pytest.fixture(scope="module")
def parse():
    with function(MODULE, "parse") as call:
        yield call


def brief(node: Any) -> Any:
    """A tree in few words: `["strong", "Azure"]`, text as text."""
    if isinstance(node, list):
        return [brief(part) for part in node]
    kind = node["type"]
    if kind == "text":
        return node["text"]
    if kind == "link":
        return ["link", node["href"], *brief(node["children"])]
    if kind == "table":
        return ["table", brief(node["header"]), brief(node["rows"])]
    if kind == "list":
        return [f"from {node['start']}" if node["ordered"] else "list", *brief(node["items"])]
    inside = node.get("children") or node.get("blocks")
    if inside is not None:
        return [kind, *brief(inside)]
    return [kind, node["text"]] if "text" in node else [kind]


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)
    elif isinstance(tree, dict):
        yield tree
        for part in tree.values():
            yield from nodes(part)


def paragraph(*parts: Any) -> list[Any]:
    return [["paragraph", *parts]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One line.", paragraph("One line.")),
        ("Dear Anna,\nthank you.", paragraph("Dear Anna,", ["break"], "thank you.")),
        ("One\r\n\r\nTwo", [*paragraph("One"), *paragraph("Two")]),
        ("# Bill", [["heading", "Bill"]]),
        ("### Bill ###", [["heading", "Bill"]]),
        ("#hashtag", paragraph("#hashtag")),
        ("a **b** c", paragraph("a ", ["strong", "b"], " c")),
        ("a __b__ c", paragraph("a ", ["strong", "b"], " c")),
        ("*a* _b_ ~~c~~", paragraph(["em", "a"], " ", ["em", "b"], " ", ["strike", "c"])),
        ("***a***", paragraph(["strong", ["em", "a"]])),
        ("**a *b* c**", paragraph(["strong", "a ", ["em", "b"], " c"])),
        ("2 * 3 * 4", paragraph("2 * 3 * 4")),
        ("account_move_line", paragraph("account_move_line")),
        (r"\*not\*", paragraph("*not*")),
        ("run `a < b`", paragraph("run ", ["code", "a < b"])),
        ("``a ` b``", paragraph(["code", "a ` b"])),
        ("`**a**`", paragraph(["code", "**a**"])),
        ("---", [["rule"]]),
        ("> a\n> > b", [["quote", ["paragraph", "a"], ["quote", ["paragraph", "b"]]]]),
        ("- a\n- b", [["list", paragraph("a"), paragraph("b")]]),
        ("* a\n\n* b", [["list", paragraph("a"), paragraph("b")]]),
        ("3. a\n4. b", [["from 3", paragraph("a"), paragraph("b")]]),
        ("- a\n  more", [["list", paragraph("a", ["break"], "more")]]),
        ("- a\n    - b", [["list", [["paragraph", "a"], ["list", paragraph("b")]]]]),
        (
            "1. a\n   - b\n2. c",
            [["from 1", [["paragraph", "a"], ["list", paragraph("b")]], paragraph("c")]],
        ),
        ("Text:\n- a", [*paragraph("Text:"), ["list", paragraph("a")]]),
        ("- a\n\nText", [["list", paragraph("a")], *paragraph("Text")]),
        ("```python\na = 1\n\n# b\n```\nText", [["code", "a = 1\n\n# b"], *paragraph("Text")]),
        ("- a\n  ```\n  b\n    c\n  ```", [["list", [["paragraph", "a"], ["code", "b\n  c"]]]]),
        ("~~~\n```\n~~~", [["code", "```"]]),
        ("| a | b |\n|---|--:|\n| 1 | **2** |",
         [["table", [["a"], ["b"]], [[["1"], [["strong", "2"]]]]]]),
        ("a | b\n--|--\n1 |", [["table", [["a"], ["b"]], [[["1"], []]]]]),
        (r"|a|" "\n|-|\n" r"|1 \| 2|", [["table", [["a"]], [[["1 | 2"]]]]]),
        ("a | b\nc", paragraph("a | b", ["break"], "c")),
        ("[Odoo](https://odoo.com/a)", paragraph(["link", "https://odoo.com/a", "Odoo"])),
        ('[a](https://b.c/d_(e) "f")', paragraph(["link", "https://b.c/d_(e)", "a"])),
        ("<mailto:a@b.c>", paragraph(["link", "mailto:a@b.c", "a@b.c"])),
        (
            "(see https://b.c/d).",
            paragraph("(see ", ["link", "https://b.c/d", "https://b.c/d"], ")."),
        ),
        ("**https://b.c**", paragraph(["strong", ["link", "https://b.c/", "https://b.c/"]])),
    ],
)  # fmt: skip
def test_what_models_write(parse, text, expected):
    assert brief(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bo", paragraph("**bo")),
        ("`co", paragraph("`co")),
        ("[Odoo](https://od", paragraph("[Odoo](", ["link", "https://od/", "https://od/"])),
        ("```\nhalf of", [["code", "half of"]]),
        ("```", [["code", ""]]),
        ("- ", [["list", []]]),
        ("| a | b |\n|--", paragraph("| a | b |", ["break"], "|--")),
    ],
)
def test_half_an_answer(parse, text, expected):
    assert brief(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "a <b onmouseover=alert(1)>b</b>",
        "<svg/onload=alert(1)>",
        "&lt;script&gt; &#106;",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](  javascript:alert(1))",
        "[a](java\u0000script:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
        "[a](//evil.example)",
        "[a](/web/session/logout)",
        "[a](https://bank.example@evil.example/)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml,x)",
    ],
)
def test_hostile_text_stays_text(parse, text):
    found = list(nodes(parse(text)))
    assert {node["type"] for node in found if "type" in node} == {"paragraph", "text"}
    assert "".join(node["text"] for node in found if node["type"] == "text") == text.strip()


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("![a](http://evil.example/?q=secret)", "http://evil.example/?q=secret"),
        ("[https://bank.example](https://evil.example)", "https://evil.example/"),
        ("[a](https://аpple.example)", "https://xn--pple-43d.example/"),
        ("[a](https://e.example/\u202egpj.exe)", "https://e.example/%E2%80%AEgpj.exe"),
        ('[a](https://e.example/"onclick="x)', "https://e.example/%22onclick=%22x"),
        ("[a [b](https://e.example)](https://f.example)", "https://e.example/"),
        ("![a][1]\n\n[1]: https://evil.example/?q=1 'logo'", "https://evil.example/?q=1"),
        (
            '<a href="https://evil.example/?q=1">https://bank.example</a>',
            "https://evil.example/?q=1",
        ),
        ('<p style="background:url(https://evil.example/?q=1)">', "https://evil.example/?q=1"),
    ],
)
def test_a_link_says_where_it_leads(parse, text, href):
    link = next(node for node in nodes(parse(text)) if node["type"] == "link")
    assert link["href"] == link["address"] == href
    assert [child["type"] for child in link["children"]] == ["text"]


def test_no_answer_takes_long_or_nests_deep(parse):
    """Each would take minutes, or overflow the stack, if it were read without bounds."""
    many = 20_000
    texts = [
        mark * many
        for mark in (
            "[", "![", "(", "*", "**", "* ", "_", "`", "` ", "~~", "> ", "- ", "1. ", "\\", "<",
            "[a](", "**a", "*a", "_a ", "|", "|-", "#", "- a\n", "https://", "<https://", "a.",
        )
    ]  # fmt: skip
    texts += [
        "\n".join(f"{'  ' * depth}- a" for depth in range(300)),
        "|a" * 500 + "\n" + "|-" * 500,
    ]

    def depth(tree: Any) -> int:
        if isinstance(tree, dict):
            return 1 + max(map(depth, tree.values()), default=0)
        return max(map(depth, tree), default=0) if isinstance(tree, list) else 0

    for text in texts:
        assert depth(parse(text)) <= 30
