"""Debian packages unpacked into a private folder: nothing is installed, nobody needs root.

apt itself downloads and verifies them, with its state in a folder of ours. Which mirror and which
keys to trust is read from the host's own apt configuration.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from native import commands
from native.places import Places, download_cache
from native.progress import SetupError, step
from native.stamps import Stamp, require_free_space

SUITE_WITH_ODOO = "sid"
ODOO_VERSION = "19.0*"
# Odoo's web client reaches these by relative links out of its own package.
ODOO_COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
KEYRING = "usr/share/keyrings/debian-archive-keyring.gpg"


@dataclass(frozen=True)
class Source:
    """One archive of the host's apt configuration."""

    uri: str
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str | None


def parse_sources(text: str, *, deb822: bool) -> list[Source]:
    """The ``deb`` entries of a ``.sources`` (deb822) or ``.list`` file, see sources.list(5)."""
    return list(_stanzas(text) if deb822 else _one_liners(text))


def _stanzas(text: str) -> Iterable[Source]:
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", text):
        entries: dict[str, str] = {}
        for match in re.finditer(r"^([\w-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", stanza, re.MULTILINE):
            entries[match[1].lower()] = match[2].strip()
        if "deb" not in entries.get("types", "").split() or entries.get("enabled") == "no":
            continue
        signed_by = entries.get("signed-by", "")
        for uri in entries.get("uris", "").split():
            yield Source(
                uri.rstrip("/"),
                tuple(entries.get("suites", "").split()),
                tuple(entries.get("components", "").split()),
                signed_by if signed_by.startswith("/") else None,
            )


def _one_liners(text: str) -> Iterable[Source]:
    pattern = r"^deb[ \t]+(?:\[([^\]]*)\][ \t]+)?(\S+)[ \t]+(\S+)[ \t]*([^#\n]*)"
    for match in re.finditer(pattern, text, re.MULTILINE):
        options = dict(item.split("=", 1) for item in (match[1] or "").split() if "=" in item)
        yield Source(
            match[2].rstrip("/"), (match[3],), tuple(match[4].split()), options.get("signed-by")
        )


def host_sources(root: Path = Path("/etc/apt")) -> list[Source]:
    """Every archive that the host's apt knows."""
    sources: list[Source] = []
    for path in sorted([root / "sources.list", *(root / "sources.list.d").glob("*")]):
        if path.suffix in (".list", ".sources") and path.is_file():
            sources += parse_sources(path.read_text(), deb822=path.suffix == ".sources")
    return sources


def debian_mirror(sources: Sequence[Source]) -> str:
    """The mirror that carries Debian: ``DEBIAN_MIRROR``, else the host's, else apt's own template.

    Raises :class:`SetupError` where none is known (Ubuntu without python3-apt).
    """
    if mirror := os.environ.get("DEBIAN_MIRROR"):
        return mirror.rstrip("/")
    for source in sources:
        if source.uri.endswith("/debian") and "main" in source.components:
            return source.uri
    template = Path("/usr/share/python-apt/templates/Debian.info")
    if template.is_file():
        match = re.search(r"^BaseURI: (\S+/debian)/?$", template.read_text(), re.MULTILINE)
        if match:
            return match[1]
    raise SetupError(
        "Odoo comes as a Debian package, and this host's apt knows no Debian mirror.\n"
        "  Name one (DEBIAN_MIRROR=http://…/debian make run), or use a checkout of Odoo 19\n"
        "  (ODOO_SOURCE=DIR make run)."
    )


class PrivateApt:
    """apt-get with lists and downloads in a folder of ours, for any archives."""

    def __init__(self, name: str, lines: Sequence[str], log: Path) -> None:
        self.folder = download_cache() / "apt" / name
        self.log = log
        lists = self.folder / "lists"
        (lists / "partial").mkdir(parents=True, exist_ok=True)
        sources = self.folder / "sources.list"
        sources.write_text("".join(f"{line}\n" for line in lines))
        self.command = ["apt-get", "--quiet"]
        for option in (
            f"Dir::Etc::sourcelist={sources}",
            "Dir::Etc::sourceparts=/nonexistent",
            f"Dir::State::Lists={lists}",
            "Dir::State::status=/dev/null",
            f"Dir::Cache={self.folder}",
            "Dir::Cache::pkgcache=",
            "Dir::Cache::srcpkgcache=",
            # A rolling suite's Release file can be past its date on a mirror; it stays signed.
            "Acquire::Check-Valid-Until=false",
            "Acquire::Languages=none",
            "Acquire::Retries=3",
            "APT::Sandbox::User=",
            "APT::Update::Error-Mode=any",
        ):
            self.command += ["-o", option]

    def download(self, packages: Sequence[str], *, what: str) -> list[Path]:
        """The package files of ``packages`` (``name`` or ``name=version*``), hashes checked."""
        commands.run([*self.command, "update"], what=what, log=self.log)
        packages = [self._resolved(package) for package in packages]
        folder = self.folder / "packages"
        folder.mkdir(exist_ok=True)
        wanted = self._file_names(packages, what=what)
        # apt leaves a finished download alone and verifies it again by its hash.
        commands.run([*self.command, "download", *packages], what=what, log=self.log, cwd=folder)
        for stale in set(folder.glob("*.deb")) - {folder / name for name in wanted}:
            stale.unlink()
        return [folder / name for name in wanted]

    def _file_names(self, packages: Sequence[str], *, what: str) -> list[str]:
        listing = subprocess.run(
            [*self.command, "download", "--print-uris", *packages],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        names = re.findall(r"^'[^']+' (\S+) \d+ \S+:", listing.stdout, re.MULTILINE)
        if listing.returncode or len(names) != len(packages):
            raise SetupError(f"{what}: not in this archive. {listing.stderr.strip()}")
        return names

    def _resolved(self, package: str) -> str:
        name, _, pattern = package.partition("=")
        if not pattern:
            return name
        shown = subprocess.run(
            ["apt-cache", *self.command[2:], "madison", name],
            capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip
        versions = [line.split("|")[1].strip() for line in shown.splitlines() if "|" in line]
        for version in versions:
            if re.fullmatch(pattern.replace(".", r"\.").replace("*", ".*"), version):
                return f"{name}={version}"
        raise SetupError(
            f"The archive offers {name} in version {', '.join(versions) or 'none'}, not {pattern}. "
            "Use a checkout instead: ODOO_SOURCE=DIR make run"
        )


def unpack(packages: Sequence[Path], prefix: Path, *, log: Path, what: str) -> None:
    """Unpack package files below ``prefix``, put in place at one stroke."""
    partial = prefix.with_name(f"{prefix.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for package in packages:
        commands.run(["dpkg", "--extract", package, partial], what=what, log=log)
    shutil.rmtree(prefix, ignore_errors=True)
    partial.rename(prefix)


def _source_line(source: Source) -> str:
    signed = f"[signed-by={source.signed_by}] " if source.signed_by else ""
    return f"deb {signed}{source.uri} {{suite}} {' '.join(source.components)}"


def _host_lines(sources: Sequence[Source]) -> list[str]:
    """The host's own distribution, without third-party archives."""
    release = Path("/etc/os-release").read_text()
    codename = re.search(r"^VERSION_CODENAME=(\S+)", release, re.MULTILINE)
    own = codename[1].strip('"') if codename else ""
    return [
        _source_line(source).format(suite=suite)
        for source in sources
        for suite in source.suites
        if suite.split("-")[0] == own and "main" in source.components
    ]


def debian_keyring(places: Places, sources: Sequence[Source], log: Path) -> Path:
    """Debian's archive keys: the host's, or (Ubuntu) from the package that its archive signs."""
    host = Path("/") / KEYRING
    if host.is_file():
        return host
    prefix = places.home / "keyring"
    if not (prefix / KEYRING).is_file():
        apt = PrivateApt("host", _host_lines(sources), log)
        what = "Debian's archive keys"
        unpack(apt.download(["debian-archive-keyring"], what=what), prefix, log=log, what=what)
    return prefix / KEYRING


def ensure_odoo(places: Places) -> Path:
    """The prefix that holds Odoo 19 from Debian's package."""
    title = "Odoo 19 (Debian package)"
    stamp = Stamp(places, "odoo", [SUITE_WITH_ODOO, ODOO_VERSION, *ODOO_COMPANIONS])
    prefix = places.odoo_prefix
    if stamp.holds() and (prefix / "usr/bin/odoo").is_file():
        return prefix
    with step(title):
        stamp.remove()
        require_free_space(places.home, 1500, title)
        log = places.home / "logs" / "setup.log"
        sources = host_sources()
        keyring = debian_keyring(places, sources, log)
        line = f"deb [signed-by={keyring}] {debian_mirror(sources)} {SUITE_WITH_ODOO} main"
        packages = PrivateApt(SUITE_WITH_ODOO, [line], log).download(
            [f"odoo-19={ODOO_VERSION}", *ODOO_COMPANIONS], what=title
        )
        unpack(packages, prefix, log=log, what=title)
        stamp.set()
    return prefix


def ensure_nginx(places: Places) -> Path:
    """An nginx of the host's own distribution, so that its libraries are the host's."""
    title = "nginx (Debian package)"
    binary = places.nginx_prefix / "usr/sbin/nginx"
    stamp = Stamp(places, "nginx", [Path("/etc/os-release")])
    if stamp.holds() and binary.is_file():
        return binary
    with step(title):
        stamp.remove()
        log = places.home / "logs" / "setup.log"
        packages = PrivateApt("host", _host_lines(host_sources()), log).download(
            ["nginx"], what=title
        )
        unpack(packages, places.nginx_prefix, log=log, what=title)
        commands.run([binary, "-V"], what=f"{title}: it does not run on this host", log=log)
        stamp.set()
    return binary
