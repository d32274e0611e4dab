"""Where everything of a native set-up lies: one ignored folder, and the user's download cache."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def download_cache() -> Path:
    """Downloads outlive the checkout: ``$XDG_CACHE_HOME/insightpulse-odoo``."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "insightpulse-odoo"


@dataclass(frozen=True)
class Places:
    """``home`` is ``.native`` of the checkout; tests use others for what is started."""

    checkout: Path = CHECKOUT
    home: Path = CHECKOUT / ".native"

    @property
    def stamps(self) -> Path:
        return self.home / "stamps"

    @property
    def odoo_prefix(self) -> Path:
        return self.home / "odoo"

    @property
    def nginx_prefix(self) -> Path:
        return self.home / "nginx"

    @property
    def postgresql(self) -> Path:
        return self.home / "postgresql"

    @property
    def oca(self) -> Path:
        return self.checkout / "oca"

    def venv(self, name: str) -> Path:
        return self.home / "venv" / name

    def python(self, name: str) -> Path:
        return self.venv(name) / "bin" / "python"
