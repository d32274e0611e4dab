"""A run's life without HTTP or ORM: what is written, however it ends."""

import json
import threading
import time

from odoo.tests import BaseCase, tagged

from ..providers import Delta, Finished
from ..providers.errors import Cut, NotConfigured
from ..runs import stream as life
from ..runs import turns
from ..runs.running import Running
from ..runs.stream import Later
from ..runs.turns import Turns


class FakeStore:
    def __init__(self, chat=None, error=None, alive=True):
        self.chat, self.error, self.alive = chat, error, alive
        self.outcomes, self.beats, self.elsewhere = [], [], []

    def start(self, room):
        if self.error:
            raise self.error
        if self.elsewhere:
            raise Later(self.elsewhere.pop(0))
        return self.chat

    def look(self):
        """Nothing is cancelled elsewhere."""

    def beat(self, answer):
        self.beats.append(answer)
        return self.alive

    def end(self, outcome):
        self.outcomes.append(outcome)

    def described(self):
        return {"answer": "stored", "state": self.outcomes[0].state if self.outcomes else "done"}


def saying(*events, error=None):
    def chat(cancel):
        yield from events
        if error:
            raise error

    return chat


def stalling(cancel):
    yield Delta("Hel")
    while not cancel.cancelled:
        time.sleep(0.01)
    yield Finished("m", "cancelled", None, None)


@tagged("-at_install", "post_install")
class TestLife(BaseCase):
    def setUp(self):
        super().setUp()
        self.turns, self.running = Turns(), Running()

    def stream(self, store, user=1):
        return life.stream(store, self.running, self.turns, self.turns.line_up("s", user), 1)

    def told(self, stream):
        """The events' names."""
        return [
            part.split(b"\n")[0].removeprefix(b"event: ").decode()
            for part in stream
            if not part.startswith(b":")
        ]

    def assert_free(self):
        ticket = self.turns.line_up("s", "next")
        until = time.monotonic() + 5
        while ahead := self.turns.wait(ticket, 1, 0.1):
            self.assertLess(time.monotonic(), until, f"{ahead} still ahead")
        self.turns.leave(ticket)

    def test_ends(self):
        finished = Finished("m", "stop", 7, 2)
        for store, state, kind, answer in [
            (FakeStore(saying(Delta("a"), Delta("b"), finished)), "done", "", "ab"),
            (FakeStore(saying(Delta("a"), error=Cut("It ended."))), "failed", "cut", "a"),
            (FakeStore(saying(error=RuntimeError("secret"))), "failed", "unexpected", ""),
            (FakeStore(error=NotConfigured("None.")), "failed", "not_configured", ""),
            (FakeStore(error=RuntimeError("secret")), "failed", "unexpected", ""),
        ]:
            with self.subTest(state=state, kind=kind):
                expected_log = kind == "unexpected"
                with (
                    self.assertLogs("odoo.addons.insightpulse_ai.runs.stream")
                    if expected_log
                    else self.subTest()
                ):
                    told = self.told(self.stream(store))
                self.assertEqual(told[-1], "end")
                [outcome] = store.outcomes
                self.assertEqual(
                    (outcome.state, outcome.kind, outcome.answer), (state, kind, answer)
                )
                self.assertNotIn("secret", outcome.message)
                self.assert_free()
                self.running = Running()

    def test_a_run_that_is_not_waiting_is_told_and_not_written(self):
        store = FakeStore(chat=None)
        self.assertEqual(self.told(self.stream(store)), ["delta", "end"])
        self.assertEqual(store.outcomes, [])
        self.assert_free()

    def test_stopped_while_it_answers(self):
        for why, state, kind in [
            ("asked", "cancelled", "cancelled"),
            ("restart", "failed", "interrupted"),
        ]:
            with self.subTest(why=why):
                self.running, store = Running(), FakeStore(stalling)
                threading.Timer(0.3, self.running.stop, (why,)).start()
                self.assertEqual(self.told(self.stream(store)), ["delta", "end"])
                [outcome] = store.outcomes
                self.assertEqual(
                    (outcome.state, outcome.kind, outcome.answer), (state, kind, "Hel")
                )
                self.assert_free()

    def test_a_closed_page_stops_the_model(self):
        store = FakeStore(stalling)
        stream = self.stream(store)
        while b"delta" not in next(stream):
            pass
        stream.close()
        [outcome] = store.outcomes
        self.assertEqual(
            (outcome.state, outcome.kind, outcome.answer), ("cancelled", "closed", "Hel")
        )
        self.assertTrue(self.running.cancel.cancelled)
        self.assert_free()

    def test_who_waits_is_told_its_place_and_can_leave(self):
        first = self.turns.line_up("s", "first")
        self.assertEqual(self.turns.wait(first, 1, 0), 0)
        store = FakeStore(saying(Finished("m", "stop", 1, 1)))
        stream = self.stream(store)
        self.assertEqual(next(stream), b":\n\n")
        self.assertEqual(next(stream), b'event: position\ndata: {"ahead": 1}\n\n')
        self.running.stop("asked")
        self.assertEqual(self.told(stream), ["end"])
        self.assertEqual(store.outcomes[0].state, "cancelled")
        self.turns.leave(first)
        self.assert_free()

    def test_who_waits_for_other_processes_is_told_so(self):
        self.patch(turns, "AGAIN_SECONDS", 0.0)
        store = FakeStore(saying(Delta("a"), Finished("m", "stop", 1, 1)))
        store.elsewhere = [2, 1]
        told = [part for part in self.stream(store) if b"position" in part]
        ahead = [json.loads(part.partition(b"data: ")[2])["ahead"] for part in told]
        self.assertEqual(ahead, [2, 1, 0])
        self.assertEqual(store.outcomes[0].answer, "a")
        self.assert_free()

    def test_closed_elsewhere_it_ends_at_the_next_beat(self):
        self.patch(life, "BEAT_SECONDS", 0.0)
        store = FakeStore(stalling, alive=False)
        self.assertEqual(self.told(self.stream(store))[-1], "end")
        self.assertIn("Hel", store.beats)
        self.assertTrue(self.running.cancel.cancelled)
        self.assert_free()
