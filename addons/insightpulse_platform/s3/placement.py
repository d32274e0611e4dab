"""Which attachments stay in the database, although files are kept in S3."""

from __future__ import annotations

TINY = 8 << 10  # bytes: a page of PostgreSQL
OF_THE_WEB_CLIENT = ("text/css", "text/scss", "application/javascript", "text/javascript")


def belongs_in_database(size: int, mimetype: str | None) -> bool:
    """The web client's own bundles: it still works, and can say so, when S3 does not answer.

    And what is tiny (the avatars of a list, icons): a page would wait for dozens of requests.
    """
    return size <= TINY or mimetype in OF_THE_WEB_CLIENT
