"""One container as a small platform would run it: 512 MB, one CPU, one port."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from container.engine import Engine
from native.processes import wait_until

from .cgroup import MemoryCgroup, Sampler

MEGABYTES = 512
LIMIT_BYTES = MEGABYTES * 2**20


def limits(megabytes: int = MEGABYTES) -> tuple[str, ...]:
    """podman's options: so much memory, no swap, one CPU."""
    return ("--memory", f"{megabytes}m", "--memory-swap", f"{megabytes}m", "--cpus", "1")


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
        megabytes: int = MEGABYTES,
        options: Sequence[str] = (),
        command: Sequence[str] = (),
    ) -> None:
        """`port` names the variable that holds the port; the log goes into `folder`.

        `options` are podman's; `command` replaces the image's.
        """
        self.engine = engine
        self.name = f"insightpulse-test-{name}"
        self.environment = environment
        self.url = f"http://127.0.0.1:{environment[port]}"
        self.log = folder / f"{name}.log"
        self.log.unlink(missing_ok=True)  # podman would go on with it
        secrets = folder / f"{name}.env"
        secrets.touch(mode=0o600)
        secrets.write_text("".join(f"{key}={value}\n" for key, value in environment.items()))
        self._podman("rm", "--force", "--ignore", "--volumes", self.name)
        self.started = time.monotonic()
        self._podman(
            "run", "--detach", "--name", self.name, "--network", "host", *limits(megabytes),
            "--env-file", str(secrets), "--log-opt", f"path={self.log}", *options, image, *command,
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
        """As the kernel sees it: podman takes a second for its answer on a busy machine."""
        return Path(f"/proc/{self.pid}").exists()

    def await_healthy(self, path: str, seconds: float) -> float:
        """Seconds from `podman run` until `path` answers 200; the image's HEALTHCHECK agrees."""
        took = self.await_answer(path, seconds)
        self._podman("healthcheck", "run", self.name)
        return took

    def await_answer(self, path: str, seconds: float) -> float:
        """Seconds from `podman run` until `path` answers 200."""

        def ready() -> bool:
            if _answers(self.url + path):
                return True
            assert self.running(), f"{self.name} ended:\n{self.last_lines()}"
            return False

        answered = wait_until(ready, seconds, 0.1)
        assert answered, f"{self.name} is not healthy after {seconds:.0f} s:\n{self.last_lines()}"
        return time.monotonic() - self.started

    def await_end(self, seconds: float) -> int:
        """The exit status of a container that ends by itself."""
        ended = wait_until(lambda: not self.running(), seconds, 0.2)
        assert ended, f"{self.name} still runs after {seconds:.0f} s:\n{self.last_lines()}"
        return int(self._podman("wait", self.name))

    def terminate(self, seconds: float) -> tuple[float, int]:
        """SIGTERM; returns the seconds until it ended, and its exit status."""
        began = time.monotonic()
        self._podman("kill", "--signal", "TERM", self.name)
        status = self.await_end(seconds)
        return time.monotonic() - began, status

    def remove(self) -> None:
        self.sampler.stop()
        self._podman("rm", "--force", "--ignore", "--volumes", self.name)

    def lines(self) -> list[str]:
        """The log, with podman's time and stream before each line."""
        return self.log.read_text(errors="replace").splitlines() if self.log.exists() else []

    def last_lines(self, count: int = 30) -> str:
        return "\n".join(self.lines()[-count:])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
