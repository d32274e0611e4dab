"""What do 50 answers that stream cost everybody else, and Odoo the answer? (`make bench-answers`)

In one run on one machine, with 2 HTTP workers and a model server that is scripted (a real model
would compute on the same cores, and that would be measured, not Odoo):

* other users' response times alone, and while 50 people read answers of four words a second;
* the evented process's database connections in use meanwhile;
* the time to the first word, asked of the server itself and through nginx and Odoo, by turns.
"""

from __future__ import annotations

import argparse
import os
import selectors
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection

import httpx

from ..product import company
from ..product.asking import Page, Question
from ..product.clicking import alone_and_beside
from ..product.client import Client
from ..product.database import Watcher
from ..product.llm_scripted import ScriptedServer, endless, say
from ..product.running import CHECKOUT, DATABASE, Stack, new_stack
from ..stack import processes
from .elsewhere import elsewhere
from .rows import Rows

FOLDER = CHECKOUT / ".native" / "bench-answers"
WORD_SECONDS = 0.25
SETTLED = 2.0
"""Seconds after which what beginning and cancelling so many answers costs is over."""
TRIES = 30


@contextmanager
def reading(questions: list[Question]) -> Iterator[list[int]]:
    """Somebody reads the answer to each question; counts each one's words."""
    words = [0] * len(questions)
    with ExitStack() as closed:
        pages = [closed.enter_context(closing(question.open())) for question in questions]
        reader = threading.Thread(target=_read, args=(pages, words))
        reader.start()
        yield words
        for question in questions:
            question.cancel()
        reader.join()


def _read(pages: list[Page], words: list[int]) -> None:
    """In one thread: fifty of them would take as much from the machine as Odoo does."""
    with selectors.DefaultSelector() as selector:
        for number, page in enumerate(pages):
            selector.register(page.socket, selectors.EVENT_READ, number)
        while selector.get_map():
            for key, _events in selector.select():
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                words[key.data] += data.count(b"event: delta")
                if not data or b"event: end" in data:
                    selector.unregister(key.fileobj)


@contextmanager
def watching(db: Watcher, process: int) -> Iterator[list[int]]:
    """How many of the process's connections are in use, ten times a second."""
    samples: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        with closing(db.connection()) as connection, connection.cursor() as cursor:
            while not ended.wait(0.1):
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE application_name = %s AND state <> 'idle'", [f"odoo-{process}"],
                )  # fmt: skip
                [(busy,)] = cursor
                samples.append(busy)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield samples
    finally:
        ended.set()
        watcher.join()


def first_word(question: Question) -> float:
    """Seconds until the first piece of the answer is there; reads on to the end."""
    start = time.monotonic()
    seconds = 0.0
    with closing(question.open()) as page:
        for name, _told in page:
            if name == "delta" and not seconds:
                seconds = time.monotonic() - start
    return seconds


def first_word_of_the_server(client: httpx.Client, server: ScriptedServer) -> float:
    start = time.monotonic()
    body = {"model": "llama3.2", "messages": [{"role": "user", "content": "How is it?"}]}
    with client.stream("POST", f"{server.url}/api/chat", json=body) as answer:
        lines = answer.iter_lines()
        next(lines)
        seconds = time.monotonic() - start
        for _line in lines:
            pass
    return seconds


def asking(pipe: Connection) -> None:
    """Where the answers come from, and who reads them.

    Sends the server's address and receives Odoo's; then, for each number received, as many people
    read, until the next message: the least words that one of them got are sent. None: sends the
    seconds to the first word, from the server itself and through Odoo.
    """
    with ScriptedServer() as server, suppress(EOFError):
        pipe.send(server.url)
        asker = Client(pipe.recv(), DATABASE, "admin", "admin")
        while answers := pipe.recv():
            server.script(*[[endless("word ", WORD_SECONDS)]] * answers)
            with reading([Question(asker) for _answer in range(answers)]) as words:
                pipe.send("reading")
                pipe.recv()
            pipe.send(min(words))

        client = httpx.Client()  # one connection, as people have
        raw, ours = [], []
        for _try in range(TRIES):
            server.script([say("word")])
            raw.append(first_word_of_the_server(client, server))
            server.script([say("word")])
            ours.append(first_word(Question(asker)))
        pipe.send((statistics.median(raw), statistics.median(ours)))


@contextmanager
def streaming(
    others: Connection, answers: int, stack: Stack, busy: list[int], least: list[int]
) -> Iterator[None]:
    """``others`` read answers; what :func:`watching` has seen meanwhile goes into ``busy``, the
    least words of one answer into ``least``. When it ends, all are cancelled."""
    others.send(answers)
    others.recv()
    with watching(Watcher(stack), processes.evented(stack)) as samples:
        time.sleep(SETTLED)
        yield
    others.send("enough")
    busy += samples
    least.append(others.recv())
    time.sleep(SETTLED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--answers", type=int, default=50, help="streaming at once (default 50)")
    parser.add_argument("--users", type=int, default=2, help="clicking at once (default 2)")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--keep-stack", action="store_true", help="use the database of last time")
    args = parser.parse_args()

    if not args.keep_stack:
        shutil.rmtree(FOLDER, ignore_errors=True)
    with elsewhere(asking) as others:
        settings = {
            "AI_PROVIDER": "ollama",
            "OLLAMA_BASE_URL": others.recv(),
            "AI_PARALLEL": str(args.answers),
        }
        stack = new_stack(FOLDER / "stack", settings=settings)
        try:
            stack.start()
            company.set_up(Client(stack.url, DATABASE, "admin", "admin"))
            others.send(stack.url)
            login = (company.SECOND_USER, company.SECOND_PASSWORD)
            users = [Client(stack.url, DATABASE, *login) for _user in range(args.users)]

            busy: list[int] = []
            least: list[int] = []
            streams = partial(streaming, others, args.answers, stack, busy, least)
            alone, beside = alone_and_beside(users, streams, args.seconds)
            others.send(None)
            direct, through = (1000 * seconds for seconds in others.recv())

            print(f"{os.cpu_count()} cores, 2 HTTP workers, {args.users} users, "
                  f"{args.answers} answers of {1 / WORD_SECONDS:.0f} words a second\n")  # fmt: skip
            rows = Rows()
            rows.add("users alone", alone.told())
            ratio = beside.percentile(95) / alone.percentile(95)
            rows.add(
                "users beside the answers",
                f"{beside.told()}, × {ratio:.2f}",
                "at most × 1.20",
                ratio <= 1.2,
            )
            rows.add("words read", f"at least {min(least)} of each answer")
            middle = statistics.median(busy)
            rows.add(
                "connections in use",
                f"{middle:.0f} in the middle of {len(busy)}, {max(busy)} at most",
                "none in the middle",
                middle == 0,
            )
            rows.add("first word, from the server", f"after {direct:.0f} ms")
            rows.add(
                "first word, through nginx and Odoo",
                f"after {through:.0f} ms",
                "at most 100 ms later",
                through - direct <= 100,
            )
        finally:
            stack.stop()
    rows.end()


if __name__ == "__main__":
    main()
