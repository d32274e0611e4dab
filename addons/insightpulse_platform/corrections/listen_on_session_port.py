"""Receive notifications behind a transaction pooler, and again after an outage.

Upstream, ``addons/bus/models/bus.py``, ``ImDispatch.loop`` and ``run``: LISTEN goes through the
ordinary pool, where a transaction pooler swallows it; a connection that died silently is never
noticed; after an error the bus pauses for 50 seconds, and what was sent meanwhile waits for the
next notification.

The cron workers' LISTEN is corrected in :mod:`.survive_outage`, which replaces their connection.
"""

import logging
import selectors
import time

from ..connection import ALIVE, AWAY, first_line, listen, probe

_logger = logging.getLogger(__name__)

PROBE_SECONDS = 20
LONGEST_PAUSE = 2
"""Seconds between attempts while the database is away."""


def apply():
    from odoo import sql_db
    from odoo.addons.bus.models import bus

    connection_info_for = sql_db.connection_info_for

    def alive_connection_info_for(db_or_uri, readonly=False):
        name, info = connection_info_for(db_or_uri, readonly)
        return name, info if "dsn" in info else {**ALIVE, **info}

    def dispatch(self, payloads):
        websockets = set()
        for payload in payloads:
            for channel in bus.orjson.loads(payload):
                websockets.update(self._channels_to_ws.get(bus.hashable(channel), ()))
        for websocket in websockets:
            websocket.trigger_notification_dispatching()

    def loop(self):
        connection = listen("imbus")
        try:
            _logger.info("the bus listens on port %s", connection.info.port)
            # What was sent while nobody listened is in the table: let everybody look.
            for websocket in {ws for group in list(self._channels_to_ws.values()) for ws in group}:
                websocket.trigger_notification_dispatching()
            with selectors.DefaultSelector() as selector:
                selector.register(connection, selectors.EVENT_READ)
                while not bus.stop_event.is_set():
                    if not selector.select(PROBE_SECONDS):
                        probe(connection)
                    connection.poll()
                    payloads = [notification.payload for notification in connection.notifies]
                    connection.notifies.clear()
                    dispatch(self, payloads)
        finally:
            connection.close()

    def run(self):
        pause = 0.25
        while not bus.stop_event.is_set():
            began = time.monotonic()
            try:
                self.loop()
            except AWAY as error:
                if time.monotonic() - began > PROBE_SECONDS:
                    pause = 0.25
                _logger.warning("the bus lost its database: %s", first_line(error))
            except Exception:
                _logger.exception("the bus met an error, and begins anew")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    sql_db.connection_info_for = alive_connection_info_for
    bus.ImDispatch.loop = loop
    bus.ImDispatch.run = run
