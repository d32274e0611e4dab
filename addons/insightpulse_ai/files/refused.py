"""Why a file is not taken."""

from __future__ import annotations


class Refused(Exception):
    """``str()`` says what is wrong with the file and what to do, fit for a person to read."""
