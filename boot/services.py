"""Whether the services answer that Odoo calls. It starts without them, and works but for them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

from boot.settings import Settings

_SECONDS = 3


def silent(settings: Settings) -> Iterator[str]:
    """A sentence with its remedy for each service that does not answer as it should."""
    if problem := _problem(f"{settings.ocr_service_url}/health"):
        yield (
            f"OCR_SERVICE_URL={settings.ocr_service_url} {problem}: documents wait until it does. "
            "Is the service started, and is the address right?"
        )
    if settings.ai_provider == "ollama" and (
        problem := _problem(f"{settings.ollama_base_url}/api/version")
    ):
        yield (
            f"OLLAMA_BASE_URL={settings.ollama_base_url} {problem}: prompts fail until it does. "
            "Is Ollama started, and is the address right?"
        )


def _problem(url: str) -> str | None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(url, timeout=_SECONDS).close()
    except urllib.error.HTTPError as error:
        return f"does not answer with success ({error.code})"
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        return f"does not answer ({getattr(reason, 'strerror', None) or reason})"
    return None
