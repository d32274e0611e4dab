"""A server that speaks the protocols of Ollama and of OpenAI, and says what a script tells it to.

    with ScriptedServer() as server:
        server.script([say("Hel"), wait(0.2), say("lo")], [call("search", {"name": "Azure"})])
        …                       # the first chat is answered by the first reply, and so on
        server.requests[0].body # what was sent

``python -m tests.product.llm_scripted`` starts it on a port, scripted over HTTP (see there). It has
no model: what depends on one is tested with :mod:`tests.product.llm_engine`. Standard library only.
"""

from .script import (
    answer,
    call,
    cut,
    endless,
    error,
    line,
    raw,
    reason,
    redirect,
    refuse,
    say,
    stall,
    wait,
)
from .server import Recorded, ScriptedServer
