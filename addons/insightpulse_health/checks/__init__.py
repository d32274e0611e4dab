"""The checks, one file each, and the one place in which they are listed."""

from . import file_store

ALL = (file_store.CHECK,)
