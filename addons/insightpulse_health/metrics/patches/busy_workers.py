"""When an HTTP worker begins and ends a request.

Upstream, ``odoo/service/server.py``: ``WorkerHTTP.process_request`` reads one, answers it and sends
the answer; it has nothing else to do meanwhile.
"""

from odoo.service import server

from .. import busy


def apply():
    process_request = server.WorkerHTTP.process_request

    # upstream's returns nothing; pylint: disable-next=missing-return
    def process_and_tell(self, client, addr):
        busy.begin()
        try:
            process_request(self, client, addr)
        finally:
            busy.end()

    server.WorkerHTTP.process_request = process_and_tell
