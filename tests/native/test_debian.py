"""Which archives and mirror the native set-up uses: the host's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from native import debian
from native.debian import Source, parse_sources
from native.progress import SetupError

DEB822 = """\
Types: deb
# a comment between fields
URIs: http://mirror.test/debian/
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb-src
URIs: http://mirror.test/debian
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://elsewhere.test/debian
Suites: bookworm
Components: main
"""

ONE_LINE = """\
# deb http://commented.test/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian bookworm main contrib # why
deb-src http://mirror.test/debian bookworm main
deb\thttp://other.test/stable ./
"""


def test_deb822_gives_enabled_binary_archives_only() -> None:
    assert parse_sources(DEB822, deb822=True) == [
        Source(
            "http://mirror.test/debian",
            ("bookworm", "bookworm-updates"),
            ("main", "contrib"),
            "/usr/share/keyrings/debian-archive-keyring.gpg",
        )
    ]


def test_an_inline_key_is_not_taken_for_a_path() -> None:
    inline = (
        "Types: deb\nURIs: http://m.test/debian\nSuites: sid\nComponents: main\n"
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBG\n"
    )
    assert parse_sources(inline, deb822=True)[0].signed_by is None


def test_one_line_format() -> None:
    first, second = parse_sources(ONE_LINE, deb822=False)
    assert first == Source(
        "http://mirror.test/debian", ("bookworm",), ("main", "contrib"), "/k.gpg"
    )
    assert second.uri == "http://other.test/stable"
    assert second.components == ()


def test_every_file_of_the_host_is_read_and_nothing_else(tmp_path: Path) -> None:
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text("deb http://a.test/debian sid main\n")
    (parts / "b.sources").write_text(DEB822)
    (parts / "c.list.save").write_text("deb http://saved.test/debian sid main\n")
    assert [source.uri for source in debian.host_sources(tmp_path)] == [
        "http://a.test/debian",
        "http://mirror.test/debian",
    ]


def test_the_mirror_is_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEBIAN_MIRROR", raising=False)
    sources = [
        Source("http://vendor.test/apt", ("stable",), ("main",), None),
        Source("http://mirror.test/debian", ("bookworm",), ("main",), None),
    ]
    assert debian.debian_mirror(sources) == "http://mirror.test/debian"


def test_a_named_mirror_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBIAN_MIRROR", "http://named.test/debian/")
    assert debian.debian_mirror([]) == "http://named.test/debian"


def test_without_a_mirror_the_ways_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEBIAN_MIRROR", raising=False)
    monkeypatch.setattr(Path, "is_file", lambda self: False)
    with pytest.raises(SetupError, match=r"(?s)DEBIAN_MIRROR=.*ODOO_SOURCE="):
        debian.debian_mirror([])
