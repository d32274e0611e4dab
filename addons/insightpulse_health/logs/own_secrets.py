"""The secrets of this instance, as its configuration file has them."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

# the master password is a hash there, which is worth keeping as well
_NAME = re.compile(
    r"passw|passphrase|pwd|secret|token$|(api|access|private|service)_?key$|credential|dsn$", re.I
)


def of(path: str | None, options: Mapping[str, object]) -> set[str]:
    """Values of the options in all sections of the file, and of Odoo's own ``options``, that are
    secret by their name, or that are an address with a password in it."""
    return {
        secret
        for name, value in (*_written(path), *options.items())
        if isinstance(value, str) and value
        for secret in _secrets(name, value)
    }


def _written(path: str | None) -> Iterator[tuple[str, object]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    if path:
        parser.read(path, encoding="utf-8")
    for section in parser.sections():
        yield from parser[section].items()


def _secrets(name: str, value: str) -> Iterator[str]:
    if _NAME.search(name):
        yield value
    if "://" in value and "@" in value:
        try:
            password = urlsplit(value).password
        except ValueError:
            return
        if password:
            yield from (password, unquote(password))
