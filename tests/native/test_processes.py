"""Children end with us, and in order."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from native.ports import Ports, is_free
from native.processes import Child, descendants, wait_until

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def test_a_taken_port_is_said_and_another_is_given() -> None:
    import socket

    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = Ports(said.append)
        first, second = ports.take("web", port), ports.take("odoo", port)
    assert len({port, first, second}) == 3
    assert said[0] == f"port {port} (web) is taken: using {first}"


def test_a_port_is_free_again_after_its_owner_ended() -> None:
    assert is_free(Ports(lambda message: None).take("x", 42000))


def test_what_one_was_given_another_is_not() -> None:
    """Nobody listens there yet: a part is told its port a minute before it does."""
    ours = Ports(lambda message: None)
    port = ours.take("web", 42100)
    assert Ports(lambda message: None).take("web", port) != port
    del ours
    assert Ports(lambda message: None).take("web", port) == port


def test_stop_reaches_what_ignores_sigterm(tmp_path: Path) -> None:
    child = Child(
        "stubborn", ["sh", "-c", "trap '' TERM; echo up; sleep 60 & wait; sleep 60"],
        log=tmp_path / "log",
    )  # fmt: skip
    assert wait_until(lambda: "up" in child.last_lines(), 5)
    below = list(descendants(child.pid))
    start = time.monotonic()
    child.stop(seconds=0.5)
    assert time.monotonic() - start < 5
    assert not child.running()
    assert wait_until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in below), 5)


def test_a_child_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [
            sys.executable, "-c",
            "import sys, time; from pathlib import Path; from native.processes import Child\n"
            f"child = Child('c', ['sleep', '60'], log=Path({str(tmp_path / 'log')!r}))\n"
            "print(child.pid, flush=True); time.sleep(60)",
        ],
        env={"PYTHONPATH": str(SCRIPTS)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    gone = wait_until(
        lambda: not Path(f"/proc/{pid}").exists() or " Z " in Path(f"/proc/{pid}/stat").read_text(),
        5,
    )
    assert gone
