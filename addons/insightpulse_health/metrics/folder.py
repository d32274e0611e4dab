"""The private folder in which the processes of one server count.

Its name says whose it is. A server that re-executes itself stays the same process and finds its
folder again; any other one begins with an empty folder, and removes those of servers that are gone.
"""

import atexit
import os
import shutil
from pathlib import Path

from .slots import held, identity

PREFIX = "odoo-metrics-"


def prepare(base, evented=False):
    """The folder of this server below ``base``.

    :param bool evented: this process was started by the server, as upstream does for its evented
        port, and counts with it
    :raise OSError: when there can be none
    """
    remove_dead(base)
    own = Path(base) / (PREFIX + identity(os.getpid()))
    parent = Path(base) / (PREFIX + (identity(os.getppid()) or "none"))
    if evented and _private(parent):
        return parent
    if not _private(own):
        own.mkdir(mode=0o700)
    atexit.register(_remove_at_exit, own)
    return own


def remove_dead(base):
    """Remove the folders of servers of which no process is left."""
    for folder in Path(base).glob(PREFIX + "*"):
        if _private(folder) and not _in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder):
    name = folder.name[len(PREFIX) :]
    pid = name.partition("-")[0]
    return (pid.isdigit() and identity(int(pid)) == name) or any(map(held, folder.glob("*.lock")))


def _private(folder):
    """Whether it is there, and nobody else could have put a thing into it."""
    try:
        stat = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and stat.st_uid == os.geteuid() and stat.st_mode & 0o177077 == 0o040000


def _remove_at_exit(folder):
    """At the end of the server's first process; its forks come here as well."""
    if folder.name == PREFIX + (identity(os.getpid()) or ""):
        shutil.rmtree(folder, ignore_errors=True)
