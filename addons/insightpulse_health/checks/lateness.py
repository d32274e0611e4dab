"""How late the server is with something: while it was stopped, it could not do it."""

from __future__ import annotations

from . import deployment
from .borrowed import Context
from .tables import present

ROUND = 60.0
"""Seconds. The scheduler and the job runner look around once a minute: one that has just started
has not seen everything that is due."""

SHORTEST = 720.0
"""Seconds. The charts get a point every five minutes; a restart or a deployment loses one at most,
and is no stop: what hides behind it would hide behind the next one, too."""

# what was due more than a day ago is late anyhow, and of older days few points are kept
_LAST_STOP = """
    WITH start AS (SELECT now() AT TIME ZONE 'UTC' - %s * interval '1 second' AS time),
         points AS (SELECT time FROM health_sample WHERE time < (SELECT time FROM start)
                     UNION ALL SELECT time FROM start),
         gaps AS (SELECT time AS ended, time - lag(time) OVER (ORDER BY time) AS length FROM points)
    SELECT extract(epoch FROM now() AT TIME ZONE 'UTC' - ended)::float8,
           extract(epoch FROM length)::float8
      FROM gaps
     WHERE length >= %s * interval '1 second'
       AND ended > now() AT TIME ZONE 'UTC' - interval '1 day'
     ORDER BY ended DESC LIMIT 1
"""


def last_stop(context: Context) -> tuple[float, float] | None:
    """``(since, length)`` of the last one, in seconds: how long ago it ended, and how long it was.

    It is a gap in the points of the charts (``health.sample``), which any instance writes: before
    this server's start, or before another one's that was there earlier.
    """
    if not present(context, "health_sample"):
        return None
    for since, length in context.rows(_LAST_STOP, (deployment.server_age(), SHORTEST)):
        return since, length
    return None


def late(seconds: float, stop: tuple[float, float] | None) -> float:
    """Of the ``seconds`` since something was due, those in which somebody could have done it.

    ``stop``: see :func:`last_stop`; what was due before it keeps how late it was then.

    >>> late(30000, (200, 40000)), late(30000, (200, 20000)), late(20, (9000, 40000))
    (140.0, 9940.0, 20.0)
    >>> late(30000, (30, 40000)), late(30000, None)
    (0.0, 30000)
    """
    if stop is None:
        return seconds
    since, length = stop
    able = max(0.0, since - ROUND)
    return seconds - min(max(0.0, seconds - able), length + since - able)
