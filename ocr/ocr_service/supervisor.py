"""Keeps one recogniser process alive and talks to it. Belongs to one event loop."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from . import memory
from .problems import Problem
from .settings import Settings

Message = dict[str, Any]

log = logging.getLogger("ocr_service.supervisor")

START_SECONDS = 120.0
READY_SECONDS = 30.0  # that a document waits for a recogniser that is starting
LARGEST_ANSWER = 64 << 20  # bytes; a page of dense text is about 100 kB
PATIENCE = 3
MODULE = "ocr_service.recogniser"


class Supervisor:
    def __init__(
        self,
        settings: Settings,
        on_fatal: Callable[[], None] = lambda: None,
        command: list[str] | None = None,
    ):
        """`on_fatal` is called when the recogniser cannot be started even once."""
        self._settings = settings
        self._on_fatal = on_fatal
        self._command = command or [sys.executable, "-m", MODULE]
        self._process: asyncio.subprocess.Process | None = None
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.restarts = 0
        self.memory = {"resident": 0.0, "peak": 0.0}

    @property
    def ready(self) -> bool:
        return self._ready.is_set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._process is not None:
            _kill(self._process)
            await self._process.wait()

    async def open(self, path: Path) -> tuple[int, str]:
        """Page count and kind of the file. Raises the `Problem` with it."""
        await self._wait_until_ready()
        answer = await self._ask({"open": str(path)}, "The file")
        return answer["pages"], answer["kind"]

    async def page(self, index: int) -> Message:
        """`{"page": …, "warnings": […], "memory": …}`; raises `Problem`."""
        answer = await self._ask({"page": index}, f"Page {index + 1}")
        self.memory = answer["memory"]
        return answer

    async def close(self) -> None:
        """Lets the recogniser forget the document. Never fails: a dead one has forgotten it."""
        if self.ready:
            with suppress(Problem):
                await self._ask({"close": True}, "Closing the file")

    async def _wait_until_ready(self) -> None:
        try:
            await asyncio.wait_for(self._ready.wait(), READY_SECONDS)
        except asyncio.TimeoutError:
            raise Problem("warming", "The recogniser is still starting.", retry_after=10) from None

    async def _ask(self, message: Message, what: str) -> Message:
        process = self._process
        if process is None or not self.ready:
            raise _interrupted()
        try:
            to_child, _ = _pipes(process)
            to_child.write(json.dumps(message).encode() + b"\n")
            await to_child.drain()
            line = await self._line(process)
        except asyncio.TimeoutError:
            self._discard(process)
            raise Problem(
                "page_timeout",
                f"{what} took more than {self._settings.page_seconds:g} seconds of work to read.",
            ) from None
        except (ConnectionError, ValueError):  # ValueError: an answer beyond all bounds
            line = b""
        except asyncio.CancelledError:
            self._discard(process)  # its answer would be taken for that of the next question
            raise
        if not line.endswith(b"\n"):
            self._discard(process)
            raise _interrupted()
        answer: Message = json.loads(line)
        if "problem" in answer:
            raise Problem(**answer["problem"])
        return answer

    async def _line(self, process: asyncio.subprocess.Process) -> bytes:
        """The answer. The limit is on the seconds of processor time that it takes: on a machine
        with other work a good page takes longer by the clock, and must not be refused for that.
        What waits without working is given up after `PATIENCE` times the limit."""
        limit = self._settings.page_seconds
        cpu, clock = processor_seconds(process.pid), time.monotonic()
        reading: asyncio.Future[bytes] = asyncio.ensure_future(_pipes(process)[1].readline())
        try:
            wait = limit
            while not (await asyncio.wait({reading}, timeout=wait))[0]:
                spent = processor_seconds(process.pid) - cpu
                left = PATIENCE * limit - (time.monotonic() - clock)
                if spent >= limit or left <= 0:
                    raise asyncio.TimeoutError
                wait = min(left, max(limit - spent, 0.05))
            return reading.result()
        finally:
            reading.cancel()

    def _discard(self, process: asyncio.subprocess.Process) -> None:
        if self._process is process:
            self._ready.clear()
        _kill(process)

    async def _keep_alive(self) -> None:
        delay, was_ready = 0.5, False
        while True:
            began = time.monotonic()
            try:
                process = await self._launch()
            except OSError as error:  # no memory, no process left
                log.error("the recogniser cannot be launched: %s", error)
                await asyncio.sleep(delay)
                delay = min(30.0, delay * 2)
                continue
            if await self._greeted(process):
                delay, was_ready = 0.5, True
                log.info(
                    "recogniser ready seconds=%.2f rss_mib=%.0f",
                    time.monotonic() - began,
                    self.memory["resident"],
                )
                self._ready.set()
            code = await process.wait()
            self._ready.clear()
            if not was_ready and code > 0:  # it ended by itself; a signal comes from elsewhere
                log.error("the recogniser cannot start (exit status %s)", code)
                self._on_fatal()
                return
            log.warning("the recogniser ended (exit status %s); starting another", code)
            self.restarts += 1
            if time.monotonic() - began < 10:
                await asyncio.sleep(delay)
                delay = min(30.0, delay * 2)

    async def _launch(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LARGEST_ANSWER,
            env=child_environment(),
        )
        return self._process

    async def _greeted(self, process: asyncio.subprocess.Process) -> bool:
        """Gives it the settings and waits until it is ready; ends it if that does not come."""
        # The token is not the child's business.
        settings = asdict(replace(self._settings, token=None))
        settings["model_cache"] = str(settings["model_cache"])
        try:
            to_child, from_child = _pipes(process)
            to_child.write(json.dumps(settings).encode() + b"\n")
            line = await asyncio.wait_for(from_child.readline(), START_SECONDS)
            answer = json.loads(line)
        except (asyncio.TimeoutError, ConnectionError, ValueError):
            answer = {}
        if not answer.get("ready"):
            if process.stdout is not None and not process.stdout.at_eof():
                _kill(process)  # at the end of its output it is ending, with a status of its own
            return False
        self.memory = answer["memory"]
        return True


def child_environment() -> dict[str, str]:
    secret = ("OCR_TOKEN", "OCR_TOKEN_FILE")
    kept = {name: value for name, value in os.environ.items() if name not in secret}
    # The child must find this very package, wherever the service was started from.
    home = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, [home, kept.get("PYTHONPATH")]))
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    # An operator with memory to spare may set the malloc variables otherwise.
    return {**memory.MALLOC, **kept, **threads, "PYTHONPATH": path}


def processor_seconds(pid: int) -> float:
    """Of all threads of a process since its start; 0.0 where it has ended or /proc is missing."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            # The name in parentheses may hold anything; utime and stime are fields 14 and 15.
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


def _pipes(
    process: asyncio.subprocess.Process,
) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()


def _interrupted() -> Problem:
    return Problem(
        "interrupted",
        "The recogniser stopped while it was reading and has been started again. Try once more.",
        retry_after=5,
    )
