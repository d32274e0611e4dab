"""One container as a small platform would run it: 512 MB, one CPU, one port."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from container.engine import Engine

from native.processes import wait_until

from .cgroup import MemoryCgroup, Sampler

LIMITS = ("--memory", "512m", "--memory-swap", "512m", "--cpus", "1")
LIMIT_BYTES = 512 * 2**20


class Container:
    """A started container; its environment goes in by a file, so no command line shows it."""

    def __init__(
        self,
        engine: Engine,
        image: str,
        name: str,
        environment: Mapping[str, str],
        *,
        port: str,
        folder: Path,
    ) -> None:
        """`port` names the variable that holds the port; the log goes into `folder`."""
        self.engine = engine
        self.name = f"insightpulse-test-{name}"
        self.environment = environment
        self.url = f"http://127.0.0.1:{environment[port]}"
        self.log = folder / f"{name}.log"
        secrets = folder / f"{name}.env"
        secrets.touch(mode=0o600)
        secrets.write_text("".join(f"{key}={value}\n" for key, value in environment.items()))
        self._podman("rm", "--force", "--ignore", "--volumes", self.name)
        self.started = time.monotonic()
        self._podman(
            "run", "--detach", "--name", self.name, "--network", "host", *LIMITS,
            "--env-file", str(secrets), "--log-opt", f"path={self.log}", image,
        )  # fmt: skip
        self.pid = int(self._podman("inspect", "--format", "{{.State.Pid}}", self.name))
        self.cgroup = MemoryCgroup(self.pid)
        self.sampler = Sampler(self.cgroup)

    def _podman(self, *command: str) -> str:
        done = self.engine.call("podman", *command)
        assert done.returncode == 0, f"podman {command[0]}: {done.stderr.strip()}"
        return done.stdout.strip()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in the container, as its user."""
        return self.engine.call("podman", "exec", self.name, *command)

    def running(self) -> bool:
        return self._podman("inspect", "--format", "{{.State.Running}}", self.name) == "true"

    def await_healthy(self, path: str, seconds: float) -> float:
        """Seconds from `podman run` until `path` answers 200; the image's HEALTHCHECK agrees."""

        def ready() -> bool:
            if _answers(self.url + path):
                return True
            assert Path(f"/proc/{self.pid}").exists(), f"{self.name} ended:\n{self.last_lines()}"
            return False

        answered = wait_until(ready, seconds, 0.1)
        assert answered, f"{self.name} is not healthy after {seconds:.0f} s:\n{self.last_lines()}"
        took = time.monotonic() - self.started
        self._podman("healthcheck", "run", self.name)
        return took

    def terminate(self, seconds: float) -> tuple[float, int]:
        """SIGTERM; returns the seconds until it ended, and its exit status."""
        began = time.monotonic()
        self._podman("kill", "--signal", "TERM", self.name)
        ended = wait_until(lambda: not self.running(), seconds, 0.1)
        took = time.monotonic() - began
        assert ended, f"{self.name} still runs {seconds:.0f} s after SIGTERM:\n{self.last_lines()}"
        return took, int(self._podman("inspect", "--format", "{{.State.ExitCode}}", self.name))

    def remove(self) -> None:
        self.sampler.stop()
        self._podman("rm", "--force", "--ignore", "--volumes", self.name)

    def last_lines(self, count: int = 30) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-count:])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
