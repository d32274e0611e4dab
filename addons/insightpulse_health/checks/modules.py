"""Whether the modules in the database are those of the code."""

from __future__ import annotations

import re
import threading
import time

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .tables import present
from .wording import counted, listed

NAMED = 5
"""Modules of each kind that are named; an upgrade seldom stops at more."""

LONG = 600.0
"""Seconds. A deployment or an installation in Apps lets modules wait for some minutes."""

MISSING = (
    "Deploy the code with this module again (addons/, oca/ or ODOO_ADDONS_PATH), or uninstall the "
    "module in Apps while its code is there. Until then Odoo may refuse to load what depends on it."
)
WAITING = (
    "A deployment or an installation in Apps ends this within minutes. If it stays so, redeploy or "
    "run `entrypoint.sh upgrade`; until it is done no scheduled action runs, and the "
    "platform sends nobody here (/health/ready). If it was pressed by mistake: Apps ‣ Apply "
    "Scheduled Upgrades (developer mode), “Cancel”."
)
OLDER = (
    "Redeploy or run `entrypoint.sh upgrade`, which updates what the code has changed since. If it "
    "did run, its log says which module it could not update."
)


class Waits:
    """Modules that were seen to wait; ``time`` in seconds of one clock."""

    def __init__(self) -> None:
        self._first: dict[str, float] = {}
        self._lock = threading.Lock()

    def longest(self, names: list[str], time: float) -> float:
        """For how many seconds one of these that wait now has been seen to do so."""
        with self._lock:
            self._first = {name: self._first.get(name, time) for name in names}
            return time - min(self._first.values(), default=time)


_waits = Waits()


def run(context: Context) -> list[Result] | Result:
    if not present(context, "ir_module_module"):
        return Result(FAIL, "The database holds no Odoo.", "See that POSTGRES_DB is the right one.")
    rows = context.rows(
        "SELECT name, state, latest_version FROM ir_module_module "
        "WHERE state IN ('installed', 'to upgrade', 'to install', 'to remove') ORDER BY name"
    )
    waiting = [name for name, state, _version in rows if state != "installed"]
    waited = _waits.longest(waiting, time.monotonic())
    return judged(rows, deployment.code_versions([name for name, *_rest in rows]), waited)


def judged(
    rows: list[tuple[str, str, str | None]], code: dict[str, str | None], waited: float = 0.0
) -> list[Result] | Result:
    """``rows``: name, state and version in the database; ``code``: version by name, None where
    there is none; ``waited``: see :class:`Waits`."""
    missing = [name for name, _state, _version in rows if code.get(name) is None]
    waiting = [f"{name} ({state})" for name, state, _version in rows if state != "installed"]
    older = [
        f"{name} ({version}, code {code[name]})"
        for name, state, version in rows
        if state == "installed" and code.get(name) and is_newer(str(code[name]), version or "")
    ]
    faults = [
        (missing, FAIL, "whose code is missing", MISSING, "missing"),
        (waiting, FAIL if waited >= LONG else WARN, "waiting", WAITING, "waiting"),
        (older, WARN, "older than the code", OLDER, "older"),
    ]
    return [
        Result(
            status, f"{counted(len(names), 'module')} {words}: {listed(names, NAMED)}.", remedy,
            len(names), "modules", component,
        )
        for names, status, words, remedy, component in faults
        if names
    ] or Result(PASS, value=len(rows), unit="modules")  # fmt: skip


def is_newer(version: str, than: str) -> bool:
    """
    >>> is_newer("19.0.1.10.0", "19.0.1.9.0"), is_newer("19.0.1.0", "19.0.1.0")
    (True, False)
    """
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


CHECK = Check("odoo:modules", "Modules", run, kind="system", late=WARN, of_instance=True)
