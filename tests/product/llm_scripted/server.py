"""The server: paths, the queue of replies, and the record of what was asked."""

from __future__ import annotations

import json
import ssl
import sys
import threading
from collections import defaultdict, deque
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import dialects
from .catalogue import PULLING, listing, openai_listing, shown, vector
from .playing import Answer, ClientGone, Cut, play
from .script import Reply, say

MODELS = {
    "llama3.2:latest": ["completion", "tools"],
    "llava:latest": ["completion", "vision"],
    "nomic-embed-text:latest": ["embedding"],
}
DEFAULT: Reply = [say("Hello"), say(" from"), say(" the script.")]
_KINDS = {
    "/api/chat": "chat", "/v1/chat/completions": "chat", "/api/embed": "embed",
    "/v1/embeddings": "embed", "/api/tags": "models", "/v1/models": "models", "/api/show": "show",
    "/api/pull": "pull", "/api/version": "version", "/": "root",
}  # fmt: skip


@dataclass
class Recorded:
    """One request. ``headers`` in lower case; ``end``: finished, gone (the client), cut, or empty
    while it is answered."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    end: str = ""


class ScriptedServer:
    """On ``host``:``port``, any free one by default. With ``key``, another bearer token is refused
    with a text that repeats it, as careless servers do. With ``tls``, by https."""

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        key: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.key = key
        self.models = dict(MODELS)
        self.requests: list[Recorded] = []
        self.generating = 0
        self._replies: defaultdict[str, deque[Reply]] = defaultdict(deque)
        self._changed = threading.Condition()
        handler = type("Handler", (_Handler,), {"scripted": self})
        self._http = _Server((host, port), handler)
        if tls:
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = int(self._http.server_address[1])
        self.url = f"{'https' if tls else 'http'}://{host}:{self.port}"

    def __enter__(self) -> ScriptedServer:
        threading.Thread(target=self._http.serve_forever, args=(0.005,), daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def serve_forever(self) -> None:
        self._http.serve_forever()

    def script(self, *replies: Reply, to: str = "chat") -> None:
        """Answer the next requests of a kind (chat, embed, models, show, pull, version) by these,
        and later ones as a server does that is well."""
        with self._changed:
            self._replies[to].extend(replies)

    def reset(self) -> None:
        with self._changed:
            self._replies.clear()
            self.requests.clear()
            self.models = dict(MODELS)

    def sent(self, to: str = "chat") -> list[Any]:
        """The bodies of all requests of a kind."""
        return [found.body for found in self.requests if _KINDS.get(found.path) == to]

    def wait_for_generating(self, count: int, seconds: float) -> bool:
        """Whether, within ``seconds``, that many answers are being generated."""
        with self._changed:
            return self._changed.wait_for(lambda: self.generating == count, seconds)

    def state(self) -> dict[str, Any]:
        return {
            "generating": self.generating,
            "requests": [asdict(recorded) for recorded in self.requests],
        }

    # called by the handler

    def next_reply(self, kind: str) -> Reply | None:
        with self._changed:
            return self._replies[kind].popleft() if self._replies[kind] else None

    def count(self, change: int) -> None:
        with self._changed:
            self.generating += change
            self._changed.notify_all()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: ScriptedServer
    generating = False

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        data = self.rfile.read(length)
        body = json.loads(data) if data else {}
        if self.path.startswith("/_"):
            self._control(body)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        recorded = Recorded(self.command, self.path, headers, body)
        self.scripted.requests.append(recorded)
        try:
            self._answer(body, Answer(self))
            recorded.end = "finished"
        except ClientGone:
            recorded.end, self.close_connection = "gone", True
        except Cut:
            recorded.end, self.close_connection = "cut", True
        finally:
            if self.generating:
                self.generating = False
                self.scripted.count(-1)  # last: whoever waited for it may look at the record

    def _answer(self, body: Any, answer: Answer) -> None:
        kind = _KINDS.get(self.path)
        dialect: dialects.Dialect = (
            dialects.OpenAI() if self.path.startswith("/v1/") else dialects.Ollama()
        )
        given = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if kind is None:
            answer.whole("404 page not found", 404, {"Content-Type": "text/plain"})
            return
        if self.scripted.key and given != self.scripted.key:
            answer.whole(dialect.refused(f"Incorrect API key provided: {given}."), 401)
            return
        reply = self.scripted.next_reply(kind)
        if reply and "refuse" in reply[0]:
            status, text, headers = reply[0]["refuse"]
            answer.whole(dialect.refused(text) if text else "", status, headers)
        elif reply and "answer" in reply[0]:
            answer.whole(reply[0]["answer"])
        elif reply is None and "model" in body and kind != "pull" and not self._has(body["model"]):
            answer.whole(dialect.refused(f"model '{body['model']}' not found"), 404)
        elif kind == "chat":
            self._generate(reply or DEFAULT, dialect, answer, body)
        else:
            self._other(kind, reply, body, answer)

    def _has(self, model: str) -> bool:
        return _full(model) in self.scripted.models

    def _generate(self, reply: Reply, dialect: dialects.Dialect, answer: Answer, body: Any) -> None:
        stream = body.get("stream", not dialect.headers_at_once)
        words = sum(len(str(message.get("content")).split()) for message in body["messages"])
        if not dialect.headers_at_once:  # Ollama leaves out what does not fit
            words = min(words, body.get("options", {}).get("num_ctx", 4096))
        self.generating = True
        self.scripted.count(+1)
        play(reply, dialect, answer, model=body["model"], stream=stream, prompt=words)

    def _other(self, kind: str, reply: Reply | None, body: Any, answer: Answer) -> None:
        models = self.scripted.models
        if kind == "pull":
            self._pull(reply, body["model"], answer)
        elif kind == "embed":
            texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
            vectors = [vector(text) for text in texts]
            if self.path.startswith("/v1/"):
                data = [{"index": i, "embedding": found} for i, found in enumerate(vectors)]
                answer.whole({"object": "list", "model": body["model"], "data": data[::-1]})
            else:
                answer.whole({"model": body["model"], "embeddings": vectors})
        elif kind == "models":
            answer.whole(openai_listing(models) if "/v1/" in self.path else listing(models))
        elif kind == "show":
            answer.whole(shown(models.get(_full(body["model"]), [])))
        elif kind == "version":
            answer.whole({"version": "0.12.0-scripted"})
        else:
            answer.whole("Ollama is running", headers={"Content-Type": "text/plain"})

    def _pull(self, reply: Reply | None, model: str, answer: Answer) -> None:
        answer.begin("application/x-ndjson")
        for step in reply if reply is not None else PULLING:
            ((what, value),) = step.items()
            if what == "wait":
                answer.wait(value)
            elif what == "stall":
                answer.wait(None)
            elif what == "cut":
                raise Cut
            else:
                text = json.dumps({"error": value} if what == "error" else value)
                answer.part(text.encode() + b"\n")
        answer.end()
        if reply is None:
            self.scripted.models[_full(model)] = ["completion"]

    def _control(self, body: Any) -> None:
        """Scripting from another process: see ``__main__``."""
        answer = Answer(self)
        if self.path == "/_script":
            for kind, replies in body.items():
                self.scripted.script(*replies, to=kind)
        elif self.path == "/_reset":
            self.scripted.reset()
        elif self.path == "/_quiet":
            self.scripted.wait_for_generating(0, 5)
        answer.whole(self.scripted.state())


def _full(model: str) -> str:
    return model if ":" in model else f"{model}:latest"
