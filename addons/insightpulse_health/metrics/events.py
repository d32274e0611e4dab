"""Count what addons tell on the logger ``insightpulse.events``; they need nothing of this addon."""

import logging

from . import labels, state

LOGGER = "insightpulse.events"
OCR_OUTCOMES = frozenset(("done", "reused", "postponed", "failed"))
AI_OUTCOMES = frozenset(("done", "failed", "cancelled"))
PROVIDERS = frozenset(("ollama", "openai", "none"))


def listen():
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.addHandler(_Counting())


class _Counting(logging.Handler):
    def emit(self, record):
        fields = getattr(record, "fields", None)
        if count := COUNTS.get(str(getattr(record, "event", ""))):
            count(fields if isinstance(fields, dict) else {})


def _amount(fields, name):
    """A number that a counter can take."""
    value = fields.get(name)
    return max(0, value) if isinstance(value, (int, float)) else 0


@state.never_fails
def _ocr_document(fields):
    from . import counted

    counted.ocr_documents.labels(labels.one_of(fields.get("outcome"), OCR_OUTCOMES)).inc()
    counted.ocr_pages.inc(_amount(fields, "pages"))
    counted.ocr_seconds.inc(_amount(fields, "seconds"))


@state.never_fails
def _ai_run(fields):
    from . import counted

    provider = labels.one_of(fields.get("provider"), PROVIDERS)
    counted.ai_runs.labels(provider, labels.one_of(fields.get("outcome"), AI_OUTCOMES)).inc()
    for direction in ("prompt", "completion"):
        tokens = _amount(fields, f"{direction}_tokens")
        counted.ai_tokens.labels(provider, direction).inc(tokens)
    counted.ai_seconds.labels(provider).inc(_amount(fields, "seconds"))


COUNTS = {"ocr_document": _ocr_document, "ai_run": _ai_run}
