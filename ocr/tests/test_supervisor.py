"""The recogniser is a process that may die, hang or not start. A fake one does all of it."""

import asyncio
import os
import signal
import sys
import time

import pytest

from ocr_service.problems import Problem
from ocr_service.settings import Settings
from ocr_service.supervisor import Supervisor, child_environment
from running import FAKE


@pytest.fixture
def file(tmp_path):
    def write(wishes: str):
        path = tmp_path / "document"
        path.write_text(wishes)
        return path

    return write


def run(scenario, **settings):
    """Runs `scenario(supervisor)` on a supervisor that is stopped afterwards."""

    async def main():
        supervisor = Supervisor(Settings(**{"page_seconds": 5, **settings}), command=FAKE)
        supervisor.start()
        try:
            return await asyncio.wait_for(scenario(supervisor), 20)
        finally:
            process = supervisor._process
            await supervisor.stop()
            assert process.returncode is not None, "the child outlives the service"

    return asyncio.run(main())


async def code_of(awaitable) -> str:
    with pytest.raises(Problem) as error:
        await awaitable
    return error.value.code


def test_pages_are_asked_for_one_by_one(file):
    async def scenario(supervisor):
        assert await supervisor.open(file("pages=2")) == (2, "fake")
        numbers = [(await supervisor.page(index))["page"]["number"] for index in range(2)]
        await supervisor.close()
        assert numbers == [1, 2]
        assert supervisor.memory == {"resident": 1.0, "peak": 2.0}

    run(scenario)


def test_a_problem_of_the_document_arrives_as_it_is(file):
    async def scenario(supervisor):
        assert await code_of(supervisor.open(file("problem=encrypted"))) == "encrypted"
        assert (await supervisor.open(file("pages=1")))[0] == 1

    run(scenario)


def test_a_page_that_crashes_the_recogniser_costs_that_document_only(file):
    async def scenario(supervisor):
        await supervisor.open(file("pages=2 crash=2"))
        await supervisor.page(0)
        assert await code_of(supervisor.page(1)) == "interrupted"
        await supervisor.close()
        await supervisor.open(file("pages=1"))  # waits for the new one
        await supervisor.page(0)
        assert supervisor.restarts == 1

    run(scenario)


@pytest.mark.parametrize("wish", ["spin=1", "hang=1"])
def test_a_page_beyond_the_time_limit_is_stopped_and_the_next_document_is_read(file, wish):
    async def scenario(supervisor):
        await supervisor.open(file(wish))
        began = time.monotonic()
        assert await code_of(supervisor.page(0)) == "page_timeout"
        assert time.monotonic() - began < 5
        await supervisor.open(file("pages=1"))
        await supervisor.page(0)

    run(scenario, page_seconds=0.3)


def test_a_page_that_waits_for_a_busy_machine_is_not_given_up_at_once(file):
    async def scenario(supervisor):
        await supervisor.open(file("seconds=0.6"))  # by the clock, at no cost
        assert (await supervisor.page(0))["page"]["number"] == 1

    run(scenario, page_seconds=0.3)


def test_a_recogniser_killed_while_idle_is_replaced(file):
    async def scenario(supervisor):
        await supervisor.open(file("pages=1"))
        os.kill(supervisor._process.pid, signal.SIGKILL)
        while supervisor.restarts == 0:
            await asyncio.sleep(0.01)
        await supervisor.open(file("pages=1"))
        await supervisor.page(0)

    run(scenario)


def test_an_abandoned_question_is_not_answered_to_the_next_one(file):
    async def scenario(supervisor):
        await supervisor.open(file("pages=5 seconds=0.3"))
        asking = asyncio.ensure_future(supervisor.page(0))
        await asyncio.sleep(0.05)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await supervisor.close()
        await supervisor.open(file("pages=5"))
        assert (await supervisor.page(3))["page"]["number"] == 4

    run(scenario)


def test_a_recogniser_that_never_starts_ends_the_service(monkeypatch):
    monkeypatch.setenv("FAKE_START", "fail")

    async def scenario():
        ended = asyncio.Event()
        supervisor = Supervisor(Settings(), ended.set, command=FAKE)
        supervisor.start()
        await asyncio.wait_for(ended.wait(), 10)
        assert not supervisor.ready
        await supervisor.stop()

    asyncio.run(scenario())


def test_a_recogniser_killed_while_it_starts_is_started_again(monkeypatch, file):
    monkeypatch.setenv("FAKE_START_SECONDS", "0.3")

    async def scenario(supervisor):
        while supervisor._process is None:
            await asyncio.sleep(0.01)
        os.kill(supervisor._process.pid, signal.SIGKILL)
        assert (await supervisor.open(file("pages=1")))[0] == 1

    run(scenario)


def test_the_recogniser_gets_no_token_and_the_malloc_settings(monkeypatch):
    monkeypatch.setenv("OCR_TOKEN", "s3cret")
    monkeypatch.delenv("MALLOC_MMAP_THRESHOLD_", raising=False)
    environment = child_environment()
    assert "OCR_TOKEN" not in environment
    assert environment["MALLOC_ARENA_MAX"] == "1"
    assert environment["MALLOC_MMAP_THRESHOLD_"] == "131072"
    assert environment["OMP_NUM_THREADS"] == "1"


def test_an_operator_with_memory_to_spare_sets_malloc_otherwise(monkeypatch):
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "4194304")
    assert child_environment()["MALLOC_MMAP_THRESHOLD_"] == "4194304"


@pytest.mark.skipif(sys.platform != "linux", reason="prctl")
def test_the_recogniser_dies_with_a_service_that_is_killed_outright(tmp_path):
    """Even while it is busy, when it would not notice that its input has ended."""
    import subprocess

    child = (
        "import os, time; from ocr_service.recogniser import die_with_parent; die_with_parent();"
        "print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = (
        "import subprocess, sys, time;"
        f"subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, env=child_environment()
    )
    pid = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 5
    while alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
