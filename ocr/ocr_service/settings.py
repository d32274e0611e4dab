"""Settings from the environment, checked once, all mistakes reported together."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TIERS = ("small", "tiny")


class SettingsError(ValueError):
    """One or more settings are wrong; `problems` holds one sentence for each."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    host: str = "127.0.0.1"
    port: int = 8868
    token: str | None = field(default=None, repr=False)
    tier: str = "small"
    max_bytes: int = 26_214_400
    max_pages: int = 30
    max_pixels: int = 40_000_000  # of one page
    page_seconds: float = 60.0
    queue_size: int = 8  # documents that wait, besides the one being read
    model_cache: Path = Path()
    dpi: int = 200  # at which PDF pages are rendered


def is_loopback(host: str) -> bool:
    """Only this machine can reach `host`. A name other than localhost is not trusted to be so."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def default_model_cache(env: Mapping[str, str]) -> Path:
    base = env.get("XDG_CACHE_HOME") or str(Path(env.get("HOME") or "/tmp") / ".cache")
    return Path(base) / "insightpulse-ocr"


def load(env: Mapping[str, str]) -> Settings:
    """Settings from `env`. An empty value counts as unset. Raises `SettingsError`."""
    problems: list[str] = []

    def text(name: str, default: str) -> str:
        return env.get(name, "").strip() or default

    def number(name: str, default: float, low: float, high: float, whole: bool = True) -> float:
        raw = text(name, "")
        if not raw:
            return default
        try:
            value = int(raw) if whole else float(raw)
        except ValueError:
            value = None
        # "not low <= value" also refuses NaN
        if value is None or not low <= value <= high:
            kind = "a whole number" if whole else "a number"
            problems.append(f"{name}={raw!r}: must be {kind} from {low:g} to {high:g}.")
            return default
        return value

    host = text("OCR_HOST", Settings.host)
    tier = text("OCR_TIER", Settings.tier)
    if tier not in TIERS:
        problems.append(f"OCR_TIER={tier!r}: must be one of {', '.join(TIERS)}.")

    token = text("OCR_TOKEN", "") or None
    token_file = text("OCR_TOKEN_FILE", "")
    if token and token_file:
        problems.append("OCR_TOKEN and OCR_TOKEN_FILE are both set: keep one.")
    elif token_file:
        try:
            token = Path(token_file).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"OCR_TOKEN_FILE={token_file!r}: cannot be read ({error}).")
        else:
            if token is None:
                problems.append(f"OCR_TOKEN_FILE={token_file!r}: is empty.")
    if token is not None and not (token.isascii() and token.isprintable() and " " not in token):
        problems.append("The token must be printable ASCII without spaces.")
    if token is None and not token_file and not is_loopback(host):
        problems.append(
            f"OCR_HOST={host!r} can be reached from other machines, so a token is required: "
            "set OCR_TOKEN or OCR_TOKEN_FILE, or bind to 127.0.0.1."
        )

    settings = Settings(
        host=host,
        port=int(number("OCR_PORT", Settings.port, 0, 65535)),
        token=token,
        tier=tier,
        max_bytes=int(number("OCR_MAX_BYTES", Settings.max_bytes, 1, 1 << 31)),
        max_pages=int(number("OCR_MAX_PAGES", Settings.max_pages, 1, 10_000)),
        max_pixels=int(number("OCR_MAX_PIXELS", Settings.max_pixels, 10_000, 1_000_000_000)),
        page_seconds=number("OCR_PAGE_SECONDS", Settings.page_seconds, 0.05, 3600, whole=False),
        queue_size=int(number("OCR_QUEUE_SIZE", Settings.queue_size, 0, 1000)),
        model_cache=Path(text("OCR_MODEL_CACHE", "") or default_model_cache(env)),
        dpi=int(number("OCR_DPI", Settings.dpi, 50, 600)),
    )
    if problems:
        raise SettingsError(problems)
    return settings
