"""podman and buildah with a storage and a configuration of their own, beside the host's."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from native import commands
from native.places import download_cache
from native.progress import SetupError

PROGRAMS = (
    "podman", "buildah", "runc", "mmdebstrap", "zstd", "netavark", "aardvark-dns", "iptables",
)  # fmt: skip

_STORAGE = """\
[storage]
driver = "overlay"
graphroot = "{folder}/graph"
runroot = "{folder}/run"
"""
# runc, because crun fails on a host with both versions of control groups; no journal and no
# systemd, because the host may be a container itself. Debian 12 would take the older network
# backend, which has no names for docker-compose.yml's services.
_CONTAINERS = """\
[containers]
netns = "host"
log_driver = "k8s-file"
default_ulimits = [{limits}]

[network]
network_backend = "netavark"

[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
image_copy_tmp_dir = "{folder}/tmp"
tmp_dir = "{folder}/run/libpod"
"""


def _limits() -> str:
    """Enough for a container, and below what root of a sandbox may set: podman's default is not."""
    wanted = {"nofile": (resource.RLIMIT_NOFILE, 16384), "nproc": (resource.RLIMIT_NPROC, 4096)}
    limits = []
    for name, (kind, enough) in wanted.items():
        hard = resource.getrlimit(kind)[1]
        number = enough if hard == resource.RLIM_INFINITY else min(hard, enough)
        limits.append(f'"{name}={number}:{number}"')
    return ", ".join(limits)


class Engine:
    """The commands ``podman`` and ``buildah`` on the storage below ``folder``."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder = folder
        self.log = log
        self.environment = os.environ | {
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "TMPDIR": str(folder / "tmp"),
            "DISABLE_HC_SYSTEMD": "true",  # who wants to know a container's health asks podman
        }

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time makes a base image; another waits, and then finds it made."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def run(self, *command: str | Path, what: str, cwd: Path | None = None) -> None:
        """Run a command, its output into the log; raise :class:`SetupError` when it fails."""
        commands.run(command, what=what, log=self.log, env=self.environment, cwd=cwd)

    def call(
        self,
        *command: str | Path,
        timeout: float = 120,
        cwd: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command whose answer matters, whatever its exit status."""
        return subprocess.run(
            command, env={**self.environment, **(variables or {})}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=timeout,
            # where a container runs out of memory, it leaves a file "oom"
            cwd=cwd or self.folder / "tmp",
        )  # fmt: skip

    def inspect(self, image: str, template: str) -> str | None:
        """A detail of an image by podman's Go template; None where the image is not there."""
        done = self.call("podman", "image", "inspect", "--format", template, image)
        return None if done.returncode else done.stdout.strip()


def ensure_engine(log: Path) -> Engine:
    """Write the configuration; raise :class:`SetupError` where containers cannot run at all."""
    require_programs(PROGRAMS)
    if os.geteuid():
        raise SetupError(
            "Containers with a memory limit, and base images made from packages, need root here: "
            "run the same command with sudo."
        )
    folder = download_cache() / "containers"
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    (folder / "storage.conf").write_text(_STORAGE.format(folder=folder))
    (folder / "containers.conf").write_text(_CONTAINERS.format(folder=folder, limits=_limits()))
    engine = Engine(folder, log)
    done = engine.call("podman", "info", "--format", "{{.Store.GraphDriverName}}")
    if done.returncode:
        raise SetupError(f"podman cannot work on this host:\n    {done.stderr.strip()}")
    _try(engine)
    return engine


def _try(engine: Engine) -> None:
    """Start a container with limits, and a second program in it, before hours rely on that."""
    root = engine.folder / "trial"
    (root / "usr").mkdir(parents=True, exist_ok=True)
    for name in ("bin", "lib", "lib64"):
        if not (root / name).is_symlink():
            (root / name).symlink_to(f"usr/{name}")
    with engine.alone():
        name = f"trial-{os.getpid()}"
        done = engine.call(
            "podman", "run", "--detach", "--name", name, "--memory", "64m", "--cpus", "1",
            "--volume", "/usr:/usr:ro", "--rootfs", root, "/usr/bin/sleep", "60",
        )  # fmt: skip
        if not done.returncode:
            done = engine.call("podman", "exec", name, "/usr/bin/true")
        engine.call("podman", "rm", "--force", "--time", "0", name)
    if done.returncode:
        raise SetupError(f"podman cannot run a container here:\n    {done.stderr.strip()}")


def require_programs(names: Sequence[str]) -> None:
    missing = [name for name in names if not shutil.which(name, path=_path())]
    if missing:
        raise SetupError(
            f"Building and running the images needs {', '.join(missing)}: "
            f"`apt-get install {' '.join(missing)}` (Debian, Ubuntu), then run the same command "
            "again."
        )


def _path() -> str:
    """Where programs are, those included that only podman calls."""
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/lib/podman:/usr/libexec/podman"
