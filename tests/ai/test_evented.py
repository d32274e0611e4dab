"""In Odoo's evented process, where gevent makes waiting cooperative: many chats, one thread."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ..product.llm_scripted import say, stall

pytestmark = pytest.mark.slow

ADDON = Path(__file__).resolve().parents[2] / "addons" / "insightpulse_ai"
PROGRAM = """
import gevent.monkey
gevent.monkey.patch_all()
import gevent, json, sys, time
import providers as p

name, url, chats = sys.argv[1], sys.argv[2], int(sys.argv[3])
configuration = p.Configuration(
    name, ollama_base_url=url, openai_base_url=url + "/v1", allow_private=True)
cancels = [p.Cancel() for _chat in range(chats)]
spoken, ends = [], []

def listen(cancel):
    chat = p.make(configuration).chat(
        "llama3.2", [p.Message("user", "x")], deadline=p.Deadline(connect=30), cancel=cancel)
    spoken.append(next(chat))
    ends.append([type(event).__name__ for event in chat] + [cancel.cancelled])

listening = [gevent.spawn(listen, cancel) for cancel in cancels]
while len(spoken) < chats:
    gevent.sleep(0.01)
ticks = 0  # all of them wait now
for _tick in range(20):
    gevent.sleep(0.01)
    ticks += 1
for cancel in cancels:
    cancel.cancel()
gevent.joinall(listening, timeout=5)
print(json.dumps({"ticks": ticks, "ends": ends}))
"""


@pytest.mark.parametrize("name", ["ollama", "openai"])
def test_many_chats_wait_while_others_run_and_are_cancelled_by_them(server, name):
    server.script(*[[say("a"), stall()]] * 20)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, name, server.url, "20"],
        capture_output=True, text=True, env={"PYTHONPATH": str(ADDON)}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ticks"] == 20
    assert told["ends"] == [["Finished", True]] * 20
    assert server.wait_for_generating(0, 5)
    assert [request.end for request in server.requests] == ["gone"] * 20
