"""Whether a notification arrives: what scheduled actions, jobs and live messages wait for."""

from __future__ import annotations

import os
import select
import time
from contextlib import closing

from . import deployment
from .borrowed import FAIL, PASS, Check, Context, Result

SECONDS = 1.5
CHANNEL = "insightpulse_health"
DATABASE = "postgres"
"""Odoo sends its notifications in this one."""

REMEDY = (
    "Set POSTGRES_SESSION_PORT to a port of the database that keeps sessions (the database's own, "
    "or a pool's in session mode; Supabase: 5432), see that the firewall lets Odoo reach it, and "
    "restart. Until then live messages are missing, and jobs and scheduled actions start up to a "
    "minute late."
)


def run(_context: Context) -> Result:
    port = deployment.session_port()
    named = f"port {port or deployment.ordinary_port() or 5432}"
    try:
        seconds = notified(port)
    except Exception as error:
        words = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return Result(FAIL, f"No session can be had on {named}: {words}", REMEDY)
    if seconds is None:
        words = f"A notification sent on {named} did not arrive: it keeps no sessions."
        return Result(FAIL, words, REMEDY)
    return Result(PASS, value=round(seconds * 1000, 1), unit="ms")


def notified(port: int | None) -> float | None:
    """Seconds until what one connection sends reaches the one that listens; None: it did not.

    Two of them: a transaction pooler that has nothing else to do gives one alone the same server
    process again, and would seem to keep its session.
    """
    channel = f"{CHANNEL}_{os.getpid()}"
    with (
        closing(deployment.connect(DATABASE, port)) as listening,
        closing(deployment.connect(DATABASE, port)) as sending,
    ):
        with listening.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            if cursor.fetchone()[0]:  # a standby has no notifications
                return 0.0
            cursor.execute(f"LISTEN {channel}")
        began = time.monotonic()
        with sending.cursor() as cursor:
            cursor.execute(f"NOTIFY {channel}")
        while (left := began + SECONDS - time.monotonic()) > 0:
            poller = select.poll()
            poller.register(listening, select.POLLIN)
            poller.poll(left * 1000)
            listening.poll()
            if listening.notifies:
                return time.monotonic() - began
    return None


CHECK = Check(
    "sessionPort:notification", "Notifications (session port)", run,
    kind="datastore", seconds=6.0, every=60.0,
)  # fmt: skip
