"""Since when each HTTP worker has been busy with its request, and with which: a small file each.

A worker writes into its own, mapped into memory, and whoever asks reads those of the living:
without the database, and without a lock.
"""

import mmap
import os
import struct
import time

from . import state

BYTES = 256
_BEGAN = struct.Struct("=d")
"""Seconds of the clock that all processes of a machine share; 0: it waits for work."""
_ROUTE = slice(_BEGAN.size, BYTES)


class _Own:
    """The file of this process."""

    def __init__(self):
        self._pid = self._map = None

    def begin(self):
        if self._pid != os.getpid():
            self._map, self._pid = _mapped(_path(state.slots, state.slots.own())), os.getpid()
        self._map[_ROUTE] = bytes(BYTES - _BEGAN.size)
        _BEGAN.pack_into(self._map, 0, time.monotonic())

    def tell(self, route):
        if self._pid == os.getpid():
            self._map[_ROUTE] = route.encode()[: BYTES - _BEGAN.size].ljust(
                BYTES - _BEGAN.size, b"\0"
            )

    def end(self):
        if self._pid == os.getpid():
            _BEGAN.pack_into(self._map, 0, 0.0)


_own = _Own()


@state.never_fails
def begin():
    """This HTTP worker begins with a request."""
    _own.begin()


@state.never_fails
def tell(route):
    """The template of its route, which is known later. Nothing in other processes."""
    _own.tell(route)


@state.never_fails
def end():
    _own.end()


def workers(slots):
    """``(seconds, route)`` of each HTTP worker that lives; seconds are None for one that waits for
    work, and the route is empty until it is known. None: one of them cannot say it."""
    told = [_read(_path(slots, each.number)) for each in slots.live() if each.kind == "http"]
    return None if None in told else told


def _path(slots, number):
    return slots.folder / f"busy-{number}"


def _mapped(path):
    with open(path, "w+b") as file:
        os.posix_fallocate(file.fileno(), 0, BYTES)  # or a full disk kills who writes
        return mmap.mmap(file.fileno(), BYTES)


def _read(path):
    try:
        before, after = path.read_bytes(), path.read_bytes()
    except FileNotFoundError:  # it has not had a request yet
        return None, ""
    if len(before) < BYTES or len(after) < BYTES:  # it is being made, or the disk is full
        return None
    [began], [still] = _BEGAN.unpack_from(before), _BEGAN.unpack_from(after)
    if not began or began != still:
        return None, ""
    route = after[_ROUTE].rstrip(b"\0").decode(errors="replace")
    return max(0.0, time.monotonic() - began), route
