"""Say how a run ended, in figures, to whatever part of the server counts them."""

from __future__ import annotations

import logging

_events = logging.getLogger("insightpulse.events")


def tell(
    outcome: str,
    provider: str | None,
    prompt_tokens: int | None = None,
    completion_tokens: int | None = None,
    seconds: float | None = None,
) -> None:
    """``outcome``: done, failed, cancelled; ``provider``: the name of its class, none before one
    was asked."""
    fields = {
        "outcome": outcome,
        "provider": provider or "none",
        "prompt_tokens": prompt_tokens or 0,
        "completion_tokens": completion_tokens or 0,
        "seconds": seconds or 0.0,
    }
    _events.info("AI run %s", outcome, extra={"event": "ai_run", "fields": fields})
