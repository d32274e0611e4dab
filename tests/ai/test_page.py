"""What the page shows: of a run that is cancelled, against what the server tells of it; of a fill
that has begun; of a proposal that is decided."""

from __future__ import annotations

from typing import Any

import pytest

from .node import evaluated

STEPS = [{"number": 1, "state": "done"}, {"number": 2, "state": "running"}]
DONE = {"state": "done", "answer": "All of it.", "seconds": 2.5, "sources": [1], "steps": STEPS[:1]}
# A conversation whose only run is under way, and whose Cancel is pressed.
CANCELLED = """
const streams = [], timers = [], called = [];
globalThis.EventSource = class {
    on = {};
    constructor() { streams.push(this); }
    addEventListener(name, handle) { this.on[name] = handle; }
    close() { this.isClosed = true; }
};
globalThis.setTimeout = (action, milliseconds) => timers.push({ action, milliseconds });
globalThis.rpc = async (path) => {
    called.push(path);
    if (given.isAway) { throw new Error("away"); }
};
const { AiConversation } = await import(`${given.source}/ai_panel/ai_conversation`);
const run = { id: 7, state: "waiting", answer: "", steps: [], ahead: null };
const orm = { call: async () => [run] };
const conversation = new AiConversation(orm, null, {});
await conversation.open(3);
const [stream] = streams, [shown] = conversation.runs;
const tell = (name, data) => stream.on[name]({ data: JSON.stringify(data) });
given.steps.forEach((step) => tell("step", step));
tell("delta", { text: "All" });
await conversation.cancel();
const atOnce = shown.state;
if (given.end) { tell("end", given.end); }
timers.forEach(({ action }) => action());
const { isClosed } = stream, { problem } = conversation;
answer = { called, atOnce, shown, timers, isClosed, problem };
"""


def cancelled(**given: Any) -> Any:
    return evaluated(CANCELLED, steps=STEPS, **given)


def test_what_was_answered_just_before_the_click_is_shown_as_it_is_kept():
    found = cancelled(end=DONE)
    assert found["called"] == ["/insightpulse_ai/runs/7/cancel"]
    assert found["atOnce"] == "running", "its stream is listened to until that has ended"
    assert found["shown"] == {"id": 7, "ahead": None, **DONE}


@pytest.mark.parametrize("is_away", [False, True])
def test_where_nothing_is_told_of_the_end_no_step_is_under_way_for_ever(is_away):
    found = cancelled(isAway=is_away)
    assert [timer["milliseconds"] for timer in found["timers"]] == [5000]
    assert found["isClosed"], "nobody listens: the server stops it by that"
    assert (found["shown"]["state"], found["shown"]["answer"]) == ("cancelled", "All")
    assert found["shown"]["steps"] == STEPS[:1]
    assert bool(found["problem"]) == is_away


STARTED = """
const actions = {}, shown = [];
globalThis.registry = { category: () => ({ add: (name, action) => (actions[name] = action) }) };
await import(`${given.source}/ai_fill/ai_fill_started`);
const notification = { add: (message, options) => shown.push({ message, ...options }) };
const params = { title: "Filling", message: "Three records", fill_id: 5 };
actions.ai_fill_started({ services: { notification } }, { params });
answer = shown;
"""


def test_the_way_to_the_progress_stays_long_enough_to_be_taken():
    [shown] = evaluated(STARTED)
    assert (shown["message"], shown["autocloseDelay"]) == ("Three records", 20_000)
    assert [button["name"] for button in shown["buttons"]] == ["See the progress"]


DECIDED = """
globalThis.services = { orm: { silent: { call: async () => ({ id: 1, state: "rejected" }) } } };
const { AiProposal } = await import(`${given.source}/ai_proposal/ai_proposal`);
const card = new AiProposal();
card.props = { proposal: { id: 1, state: "pending" } };
card.setup();
answer = [card.proposal.state];
if (given.isDecidedHere) { await card.decide(false); }
// what the server told before or after that
card.props = { proposal: { id: 1, state: given.told } };
answer.push(card.proposal.state);
"""


@pytest.mark.parametrize(
    ("is_decided_here", "told", "shown"),
    [(False, "expired", "expired"), (False, "done", "done"), (True, "pending", "rejected")],
)
def test_a_card_shows_what_was_decided_here_or_what_the_server_tells(is_decided_here, told, shown):
    assert evaluated(DECIDED, isDecidedHere=is_decided_here, told=told) == ["pending", shown]
