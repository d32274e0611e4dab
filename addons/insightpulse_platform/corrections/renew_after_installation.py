"""Begin anew when the registry has changed, so that the workers share it again.

Upstream, ``odoo/orm/registry.py``, ``Registry.check_signaling``: after the installation of a module
(or a new field) each worker loads a registry of its own, and the master keeps the old one. Two
installations from the Apps menu take a third more memory, and a worker that is recycled begins with
the old registry and loads the new one again.

A worker that has another registry than its master tells it by SIGHUP. ``PreforkServer.stop``
(``odoo/service/server.py``) would start a second server beside the first, and there is no memory
for two. Here the workers end their requests, and then the master becomes a new one. It keeps its
process id and its listening socket: whoever asks meanwhile waits some seconds, and gets an answer.
"""

import logging
import os
import signal
import sys
import time

from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tools.misc import stripped_sys_argv

_logger = logging.getLogger(__name__)

QUIET_SECONDS = 20
"""A server of that age at least is renewed: an installation is often followed by another."""

DRAIN_SECONDS = 10
"""For requests to end. What takes longer (a cron job) ends by itself, without a master's eye."""


def sequences():
    """The number of each loaded registry, which grows with every change."""
    registries = Registry.registries.snapshot
    return {name: registry.registry_sequence for name, registry in registries.items()}


def has_changed(before, now):
    """Whether one of ``before`` is there now with another number."""
    return any(now.get(name, number) != number for name, number in before.items())


def become_new(master):
    """Replace the program of this process by itself, once the workers have gone.

    Returns when the server is told to end meanwhile.
    """
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the new one listens to it
    _logger.info("the registry has changed: the server begins anew")
    master.long_polling_pid = None
    for pid in list(master.workers):
        master.worker_kill(pid, signal.SIGINT)
    master.beat = 0.1
    end = time.monotonic() + DRAIN_SECONDS
    while master.workers and time.monotonic() < end:
        if {signal.SIGINT, signal.SIGTERM} & set(master.queue):
            return
        master.process_zombie()
        master.sleep()
    if master.socket:
        os.set_inheritable(master.socket.fileno(), True)
        os.environ["ODOO_HTTP_SOCKET_FD"] = str(master.socket.fileno())
    # not by upstream's _reexec: under a name without a folder, Python does not find its environment
    os.execv(sys.executable, [sys.executable, *stripped_sys_argv()])


def apply():
    init, check_limits = server.Worker.__init__, server.Worker.check_limits
    stop = server.PreforkServer.stop
    began = time.monotonic()

    def remember(self, multi):
        init(self, multi)
        self.forked_with = sequences()
        self.has_asked = False

    def check_limits_and_registry(self):
        check_limits(self)
        if (
            not self.has_asked
            and time.monotonic() - began >= QUIET_SECONDS
            and has_changed(self.forked_with, sequences())
        ):
            self.has_asked = True
            os.kill(self.ppid, signal.SIGHUP)

    def stop_or_become_new(self, graceful=True):
        if server.server_phoenix:
            server.server_phoenix = False
            become_new(self)
            self.queue.clear()
        stop(self, graceful)

    server.Worker.__init__ = remember
    server.Worker.check_limits = check_limits_and_registry
    server.PreforkServer.stop = stop_or_become_new
