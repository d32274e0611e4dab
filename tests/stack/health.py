"""What the running product says of its health, and what a person must be told."""

from __future__ import annotations

import re
from contextlib import suppress

import httpx

from native.processes import wait_until

from ..product.running import HEALTH_TOKEN as TOKEN
from ..product.running import Stack
from . import processes

WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}
NUMBERS = {"pass": 0, "warn": 1, "fail": 2}


class Health:
    """What the product says of itself; none of these ``secrets`` may be in it."""

    def __init__(self, stack: Stack, *secrets: str) -> None:
        self._stack = stack
        self._secrets = (TOKEN, stack.postgres.password, *secrets)

    def ready(self) -> bool:
        answer = httpx.get(f"{self._stack.url}/health/ready", timeout=5)
        assert answer.status_code in (200, 503)
        return answer.status_code == 200

    def looked(self) -> dict[str, list[dict]]:
        """Every check, made now."""
        self.forget()
        return self.checks()

    def forget(self) -> None:
        """The process that remembers what the checks found is another one."""
        before = processes.evented(self._stack)
        processes.kill(before)
        assert wait_until(lambda: self.is_another_than(before), 30, 0.1)

    def await_told(self, name: str, status: str, seconds: float = 20) -> dict[str, list[dict]]:
        """Every check, once this one has another status than before; it is made anew in time."""
        assert wait_until(lambda: self._statuses(name) == {status}, seconds, 0.5)
        return self.checks()

    def _statuses(self, name: str) -> set[str]:
        return {entry["status"] for entry in self.checks()[name]}

    def checks(self) -> dict[str, list[dict]]:
        """Every check, which tells a monitoring system the same."""
        for _try in range(3):  # one may be looked at anew between the two
            checks = self._checks()
            worst = {name: max(NUMBERS[one["status"]] for one in checks[name]) for name in checks}
            if (numbers := self._numbers()) == worst:
                return checks
        raise AssertionError(f"{numbers} in /metrics, {worst} in /health")

    def _numbers(self) -> dict[str, int]:
        found = re.findall(r'^odoo_health_check\{check="([^"]+)"\} (\S+)', self._metrics(), re.M)
        return {name: int(float(number)) for name, number in found}

    def _checks(self) -> dict[str, list[dict]]:
        answer = httpx.get(f"{self._stack.url}/health", headers=WITH_TOKEN, timeout=15)
        assert answer.headers["Content-Type"] == "application/health+json"
        for secret in self._secrets:
            assert secret not in answer.text
        return answer.json()["checks"]

    def metric(self, name: str) -> float:
        """One that has no labels, as a monitoring system gets it."""
        [value] = re.findall(rf"^{name} (\S+)", self._metrics(), re.M)
        return float(value)

    def _metrics(self) -> str:
        return httpx.get(f"{self._stack.url}/metrics", headers=WITH_TOKEN, timeout=15).text

    def is_another_than(self, pid: int) -> bool:
        """Whether the process that answers probes is there, and is not this one."""
        with suppress(ValueError, httpx.HTTPError):  # not yet in the log, not yet listening
            alive = httpx.get(f"{self._stack.url}/health/live", timeout=5).status_code == 200
            return alive and processes.evented(self._stack) != pid
        return False


def told(checks, name: str, component: str = "") -> tuple[str, str, str]:
    """Status, words and remedy of one result."""
    [entry] = [one for one in checks[name] if one.get("componentId", "") == component]
    return entry["status"], entry.get("output", ""), entry.get("remedy", "")


def assert_told(checks, name, status, words, remedy, component="") -> None:
    found = told(checks, name, component)
    assert found[0] == status, found
    assert words in found[1]
    assert remedy in found[2]


def bad(checks) -> dict[str, list[dict]]:
    """Those that do not pass."""
    return {
        name: entries
        for name, entries in checks.items()
        if any(entry["status"] != "pass" for entry in entries)
    }
