"""HTML → text, whatever it is like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import from_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<h1>Fees</h1>Ten", "# Fees\n\nTen"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<p>seen<script>if (a < b) { '</p>' }</script></p>", "seen"),
        ("<style>p { color: red }</style>seen", "seen"),
        ("<svg><svg><text>no</text></svg>no</svg>seen", "seen"),
        ("<p>never closed <b>bold", "never closed bold"),
        ("<!-- no > no -->seen", "seen"),
        ("", ""),
    ],
)
def test_what_a_reader_sees(html, text):
    assert from_html(html) == text


@given(st.text("<>/!-pbrsvg &;#x1\"'=\n", max_size=300))
def test_no_text_breaks_it(html):
    assert isinstance(from_html(html), str)
