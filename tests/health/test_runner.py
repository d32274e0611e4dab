"""All checks side by side; none is waited for longer than it may."""

from __future__ import annotations

import threading
import time

import pytest

from checking import FAIL, PASS, WARN, Away, Check, Result, Runner
from checking import runner as runner_module
from logs.redaction import Redaction
from native.processes import wait_until


def runner(*checks):
    return Runner(lambda: checks, context=None)


def check(run, name="a:b", **options):
    return Check(name, "Title", run, **options)


def the(observed):
    [one] = observed
    return one


def test_what_a_check_finds_is_given():
    found = the(runner(check(lambda _: Result(PASS, value=3, unit="ms"))).observe())
    assert (found.status, found.results[0].value) == (PASS, 3)


def test_of_several_results_the_worst_counts():
    both = check(lambda _: [Result(PASS, component="one"), Result(WARN, component="two")])
    assert the(runner(both).observe()).status == WARN


def test_a_check_with_nothing_to_look_at_passes():
    assert the(runner(check(lambda _: [])).observe()).status == PASS


@pytest.mark.parametrize("late", [WARN, FAIL])
@pytest.mark.parametrize("error", [Away("the database does not answer"), ZeroDivisionError("x")])
def test_a_check_that_stumbles_is_no_better_than_a_late_one(late, error):
    def run(_context):
        raise error

    found = the(runner(check(run, late=late)).observe())
    assert found.status == late
    assert found.results[0].output


def test_the_words_of_an_unforeseen_error_stay_in_the_log():
    def run(_context):
        raise ValueError("password=hunter2")

    assert "hunter2" not in the(runner(check(run)).observe()).results[0].output


def test_what_is_wrong_is_told_without_secrets():
    def stumble(_context):
        raise Away("the server says token=hunter2")

    results = [Result(WARN, "password=hunter2 was refused"), Result(PASS, "password=public")]
    checks = (check(lambda _: results), check(stumble, "c:d"))
    told = Runner(lambda: checks, None, Redaction()).observe()
    assert [result.output for one in told for result in one.results] == [
        "password=*** was refused", "password=public", "the server says token=***",
    ]  # fmt: skip


def test_one_that_hangs_is_late_and_not_begun_again():
    began, release = [], threading.Event()

    def hang(_context):
        began.append(time.monotonic())
        release.wait(20)
        return Result(PASS)

    hanging = check(hang, seconds=0.2, every=0, late=WARN)
    beside = check(lambda _: Result(PASS), name="c:d")
    checks = runner(hanging, beside)
    for _probe in range(3):
        late, well = checks.observe()
        assert (late.status, well.status) == (WARN, PASS)
        assert "0.2 seconds" in late.results[0].output
    assert len(began) == 1
    release.set()
    assert wait_until(lambda: checks.observe()[0].status == PASS, 10, 0.02)


def test_one_thread_looks_again_and_ends_once_nobody_asks(monkeypatch):
    threads = []

    def run(_context):
        threads.append(threading.current_thread())
        return Result(PASS)

    checks = runner(check(run, every=0))
    for parked in (30, 30, 0.1):
        monkeypatch.setattr(runner_module, "PARKED", parked)
        assert the(checks.observe()).status == PASS
    assert len(threads) == 3
    assert len(set(threads)) == 1
    assert wait_until(lambda: not threads[0].is_alive(), 10, 0.02)
    assert the(checks.observe()).status == PASS
    assert len(set(threads)) == 2


def test_without_a_thread_it_is_late_until_there_is_one(monkeypatch):
    def cannot_start(_thread):
        raise RuntimeError("can't start new thread")

    checks = runner(check(lambda _: Result(PASS), late=WARN))
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", cannot_start)
        late = the(checks.observe())
    assert late.status == WARN
    assert "no thread" in late.results[0].output
    assert the(checks.observe()).status == PASS


def test_they_run_side_by_side():
    """Each waits for the other."""
    meeting = threading.Barrier(2)

    def meet(_context):
        meeting.wait(10)
        return Result(PASS)

    first, second = runner(check(meet, "a:b"), check(meet, "c:d")).observe()
    assert (first.status, second.status) == (PASS, PASS)


def test_what_is_fresh_comes_from_memory():
    asked = []
    counting = check(lambda _: Result(PASS, value=asked.append(1) or len(asked)), every=60)
    checks = runner(counting)
    assert [the(checks.observe()).results[0].value for _ in range(3)] == [1, 1, 1]
    again = runner(check(counting.run, every=0))
    assert the(again.observe()).results[0].value < the(again.observe()).results[0].value


def test_what_fails_is_looked_at_again_soon(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(runner_module.time, "monotonic", lambda: now[0])
    statuses = iter([FAIL, PASS, FAIL])
    checks = runner(check(lambda _: Result(next(statuses)), every=60))
    assert the(checks.observe()).status == FAIL
    now[0] += runner_module.AGAIN + 1
    assert the(checks.observe()).status == PASS
    now[0] += runner_module.AGAIN + 1
    assert the(checks.observe()).status == PASS


def test_what_is_known_begins_nothing():
    checks = runner(check(lambda _: Result(WARN)))
    assert checks.known() == []
    checks.observe()
    assert the(checks.known()).status == WARN


def test_only_the_first_look_is_waited_for():
    meeting = threading.Barrier(2)

    def meet(_context):
        meeting.wait(10)
        return Result(PASS)

    checks = runner(check(meet, every=0))
    assert checks.latest("a:b") is None
    waiting = threading.Thread(target=meeting.wait, args=(10,))
    waiting.start()
    assert checks.latest("a:b", seconds=10).status == PASS
    assert checks.latest("a:b", seconds=10).status == PASS  # though another look hangs
    meeting.wait(10)
    waiting.join()


@pytest.fixture
def clock(monkeypatch):
    """The runner's, which goes on by itself, and further by what is added to it."""
    ahead, monotonic = [0.0], time.monotonic
    monkeypatch.setattr(runner_module.time, "monotonic", lambda: monotonic() + sum(ahead))
    return ahead


@pytest.fixture
def hangs_then():
    """What a check looks at: it passes once, and then hangs to the end of the test."""

    class Hanging:
        begun, release = 0, threading.Event()

        def __call__(self, _context):
            self.begun += 1
            if self.begun > 1:
                self.release.wait(20)
            return Result(PASS)

    hanging = Hanging()
    yield hanging
    hanging.release.set()


def test_who_asks_rarely_is_told_of_now(clock):
    statuses = iter([PASS, FAIL])

    def look(_context):
        time.sleep(0.05)
        return Result(next(statuses))

    checks = runner(check(look, every=1.0))
    assert checks.latest("a:b", seconds=10).status == PASS
    clock.append(10)
    assert checks.latest("a:b", seconds=10).status == FAIL


def test_an_old_look_is_told_where_the_next_one_hangs(clock, hangs_then):
    """Whoever asks while it does is not held up again, and it is begun once."""
    checks = runner(check(hangs_then, every=1.0, seconds=9999))
    checks.observe()
    clock.append(10)
    assert checks.latest("a:b", seconds=0.1).status == PASS
    clock.append(3600)
    assert checks.latest("a:b", seconds=3600).status == PASS  # at once, or this test hangs
    assert hangs_then.begun == 2


def test_checks_come_and_go_with_the_registry():
    checks = [check(lambda _: Result(PASS))]
    several = Runner(lambda: checks, context=None)
    assert len(several.observe()) == 1
    checks.append(check(lambda _: Result(WARN), name="c:d"))
    assert [one.status for one in several.observe()] == [PASS, WARN]
    checks.pop(0)
    assert [one.check.name for one in several.observe()] == ["c:d"]


def test_the_latest_that_hangs_is_late(hangs_then):
    checks = runner(check(hangs_then, seconds=0.2, every=0))
    checks.observe()
    assert wait_until(lambda: checks.latest("a:b").status == FAIL, 10, 0.05)


def test_the_latest_is_not_waited_for():
    release = threading.Event()

    def slow(_context):
        release.wait(20)
        return Result(FAIL)

    checks = runner(check(slow))
    assert checks.latest("a:b") is None
    assert checks.latest("no:such") is None
    release.set()
    assert wait_until(lambda: checks.latest("a:b") is not None, 10, 0.02)
    assert checks.latest("a:b").status == FAIL
