"""The whole product under test: start it, log in, put a bill in, look at what became of it."""

import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
# as pytest has them by pyproject.toml; the measurements run without it
for _folder in ("scripts", "addons/insightpulse_platform"):
    if str(CHECKOUT / _folder) not in sys.path:
        sys.path.append(str(CHECKOUT / _folder))
