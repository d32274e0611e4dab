"""What may happen to a server that counts.

    python -m tests.health.counting_scenarios FOLDER SCENARIO

Prints one JSON object: what the parent process knows to be true, and what the metrics say.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from metrics import state
from metrics.requests import matched, measured

from ..product.scraping import OPENMETRICS
from .counting_server import ask, begin, ended, fork


def asks(count: int, then: int | None = None) -> Callable[[], None]:
    """Ask; ``then``, write into that pipe, and wait to be killed."""

    def work() -> None:
        for _request in range(count):
            ask(rule="/web")
        if then is not None:
            os.write(then, b".")
            time.sleep(60)

    return work


def recycles(base: Path, generations: int = 50) -> dict[str, int]:
    """Four workers at a time, replaced by SIGKILL when they have nothing to do."""
    count = 0
    for generation in range(generations):
        pids, pipes = [], []
        for _worker in range(4):
            done, wrote = os.pipe()
            pids.append(fork(asks(generation, then=wrote)))
            pipes.append((done, wrote))
            count += generation
        for pid, (done, wrote) in zip(pids, pipes):
            os.close(wrote)
            os.read(done, 1)
            os.close(done)
            os.kill(pid, signal.SIGKILL)
        ended(*pids)
    return {"count": count}


def killed_while_writing(base: Path, times: int = 60) -> dict[str, int]:
    """Each worker counts as fast as it can and tells each request; SIGKILL wherever it is."""
    told = 0
    for number in range(times):
        reader, writer = os.pipe()

        def work(number: int = number, writer: int = writer) -> None:
            while True:
                ask(rule=f"/route/{number}")  # a new label set: the file grows as well
                os.write(writer, b".")

        pid = fork(work)
        os.close(writer)
        time.sleep(0.002 + 0.0005 * number)
        os.kill(pid, signal.SIGKILL)
        ended(pid)
        while piece := os.read(reader, 65536):
            told += len(piece)
        os.close(reader)
    return {"told": told, "kills": times}


def executed_again(base: Path) -> dict[str, int]:
    """The server becomes a new one under its process id, while a worker of before still counts."""
    first = int(os.environ.get("TEST_COUNT", 0))
    if first < 3:
        ended(fork(asks(10)))
        late = fork(lambda: (time.sleep(0.5), asks(5)()))
        os.environ["TEST_COUNT"] = str(first + 1)
        os.environ["TEST_LATE"] = f"{os.environ.get('TEST_LATE', '')} {late}"
        os.execv(
            sys.executable, [sys.executable, "-m", "tests.health.counting_scenarios", *sys.argv[1:]]
        )
    ended(fork(asks(10)))
    ended(*map(int, os.environ["TEST_LATE"].split()))
    return {"count": 3 * 15 + 10, "folders": len(list(base.iterdir()))}


def hostile(base: Path, requests: int = 3000) -> dict[str, int]:
    """Every path, method, host and status that a visitor can think of, from two generations."""
    for generation in range(2):

        def work(generation: int = generation) -> None:
            for number in range(requests):
                ask(
                    f"/{generation}/{number}\n\"{{x}}/static/é", f"M{number}",
                    rule=f"/r/{generation}/<int:{number}>" if number % 3 else "",
                    status=f"{number % 1000} \"HM\"",
                )  # fmt: skip

        ended(fork(work))
    return {"count": 2 * requests}


def full_disk(base: Path) -> dict[str, int]:
    """No file may grow any more; the requests are answered nevertheless."""
    import resource

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
        for number in range(2000):
            ask(rule=f"/r/{number}")

    ended(fork(work))
    return {}


def dies(base: Path) -> dict[str, int]:
    """The whole server is killed, and leaves its folder."""
    ended(fork(asks(3)))
    print(json.dumps({"folders": len(list(base.iterdir()))}), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def ends(base: Path) -> dict[str, int]:
    ended(fork(asks(3)))
    return {"folders": len(list(base.iterdir()))}


def kinds(base: Path) -> dict[str, object]:
    """Who is alive, and what is said of the pool of one that lives and one that is dead."""
    from metrics import counted

    def work(in_use: int, then: int | None = None) -> Callable[[], None]:
        counting = asks(0, then)
        return lambda: (counted.pool.labels("rw", "in use").set(in_use), counting())[1]

    dead = fork(work(7), "cron")
    ended(dead)
    reader, writer = os.pipe()
    alive = fork(work(1, then=writer))
    retired = fork(lambda: None, "cron")  # takes the next number, and leaves it
    os.read(reader, 1)
    ended(retired)
    return {"alive": [alive], "live": [list(each) for each in state.slots.live()]}


def answers(base: Path) -> dict[str, float]:
    """One request of each kind."""

    def raising(environ, start_response):
        matched(environ, "/raises")
        time.sleep(0.05)
        raise RuntimeError

    def open_for_long(environ, start_response):
        matched(environ, environ["PATH_INFO"])
        start_response(environ["test.status"], [])
        return (time.sleep(0.2) or b"." for _piece in range(2))

    def work() -> None:
        ask("/web/image/7", rule="/web/image/<int:id>")
        ask("/here", "POST", rule="/rerouted", status="303 SEE OTHER")
        ask("/web/static/x.js")
        ask("/wp-login.php", "HEAD", status="404 NOT FOUND")
        with suppress(RuntimeError):
            ask("/raise", app=measured(raising))
        ask("/stream", app=measured(open_for_long))
        ask("/websocket", app=measured(open_for_long), status="101 SWITCHING PROTOCOLS")

    ended(fork(work))
    return {"open_seconds": 0.4, "worked_seconds": 0.05}


def events(base: Path) -> dict[str, float]:
    """As OCR and AI tell them, and as they should not."""
    from metrics import events

    events.listen()
    logger = logging.getLogger("insightpulse.events")

    def tell(event: object, fields: object) -> None:
        logger.info("…", extra={"event": event, "fields": fields})

    def work() -> None:
        tell("ocr_document", {"outcome": "done", "pages": 3, "seconds": 2.5})
        tell("ocr_document", {"outcome": "done", "pages": 1, "seconds": 1})
        tell("ocr_document", {"outcome": "postponed"})
        for fields in ({"outcome": "hunter2"}, {"outcome": ["x"], "pages": -1}, None):
            tell("ocr_document", fields)
        tell("ai_run", {"outcome": "done", "provider": "ollama", "prompt_tokens": 100,
                        "completion_tokens": 7, "seconds": 1.5})  # fmt: skip
        tell("ai_run", {"outcome": "x", "provider": "hunter2", "seconds": "long"})
        tell(["unknown"], {})
        logger.info("nothing more")

    ended(fork(work))
    return {}


def busy(base: Path) -> dict[str, object]:
    """Workers in the middle of a request, one of which is killed, and what is said of them."""
    from metrics import busy

    def worker(*routes: str, ends: bool = False, kind: str = "http") -> int:
        def work() -> None:
            for route in routes:
                busy.begin()
                ask(rule=route)
            if ends:
                busy.end()
            os.write(writer, b".")
            time.sleep(60)

        reader, writer = os.pipe()
        pid = fork(work, kind)
        os.read(reader, 1)
        return pid

    def routes() -> list[str | None]:
        return sorted(route if seconds is not None else "-"
                      for seconds, route in busy.workers(state.slots))  # fmt: skip

    alive = [
        worker("/before/a/longer/one/<int:id>", "/a"),
        worker("/b", ends=True),
        worker("/" * 999),
    ]
    said = {"at_first": routes(), "seconds": busy.workers(state.slots)[0][0]}
    os.kill(alive[0], signal.SIGKILL)
    os.waitpid(alive.pop(0), 0)
    said["after_a_kill"] = routes()
    alive.append(worker())  # takes the number of who was killed, and waits for work
    alive.append(worker("/cron", kind="cron"))
    said["after_it_is_replaced"] = routes()
    first = next(each.number for each in state.slots.live() if each.kind == "http")
    (state.slots.folder / f"busy-{first}").write_bytes(b"")  # what a full disk leaves
    said["on_a_full_disk"] = busy.workers(state.slots)
    return {**said, "alive": alive}


SCENARIOS = {
    function.__name__: function
    for function in (
        recycles, killed_while_writing, executed_again, hostile, full_disk, dies, ends, kinds,
        answers, events, busy,
    )
}  # fmt: skip


def main() -> None:
    base, scenario = Path(sys.argv[1]), SCENARIOS[sys.argv[2]]
    begin(base)
    truth = scenario(base)
    from metrics.exposition import Counted, expose

    truth["text"] = expose("", [Counted(state.slots)])[1].decode()
    truth["open"] = expose(OPENMETRICS, [Counted(state.slots)])[1].decode()
    truth["files"] = sorted(path.name for path in state.slots.folder.iterdir())
    for pid in truth.get("alive", ()):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    print(json.dumps(truth))


if __name__ == "__main__":
    main()
