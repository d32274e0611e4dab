"""What kind of process this is, and how many there have been.

Upstream, ``odoo/service/server.py``: ``Worker.run`` is the first that a fork does,
``CommonServer.__init__`` what every first process does before it serves.
"""

from odoo.service import server

from .. import counted, state
from ..processes import kind


@state.never_fails
def _begins(worker):
    state.slots.take(kind(worker))
    counted.worker_starts.labels(kind(worker)).inc()


@state.never_fails
def _serves(first):
    state.slots.take(kind(first))


def apply():
    run, init = server.Worker.run, server.CommonServer.__init__

    # upstream's returns nothing; pylint: disable-next=missing-return
    def run_counted(self):
        _begins(self)
        run(self)

    def init_named(self, app):
        init(self, app)
        _serves(self)

    server.Worker.run = run_counted
    server.CommonServer.__init__ = init_named
