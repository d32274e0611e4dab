"""Ollama's protocol (https://github.com/ollama/ollama/blob/main/docs/api.md) before the weights."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ..llm_scripted.catalogue import PULLING
from ..llm_scripted.dialects import Ollama
from ..llm_scripted.playing import Answer, ClientGone
from . import CHAT_MODEL, EMBEDDING_MODEL, llama, prompts
from .weights import Weights

VERSION = "0.12.0-test"
# The names that people set up; all texts come from one model, all vectors from the other.
CHAT = {CHAT_MODEL, "llama3.2:latest", "llama3.2:1b"}
EMBEDDING = {EMBEDDING_MODEL, "nomic-embed-text:latest", "all-minilm:latest"}


def serve(weights: Weights, port: int) -> None:
    handler = type("Handler", (_Handler,), {"weights": weights, "counter": _Counter()})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    print(f"ready on http://127.0.0.1:{port}; OpenAI's protocol on port {weights.port}", flush=True)
    server.serve_forever()


class _Counter:
    def __init__(self) -> None:
        self.value = 0
        self._lock = threading.Lock()

    def add(self, change: int) -> None:
        with self._lock:
            self.value += change


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    weights: Weights
    counter: _Counter

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        answer = Answer(self)
        if self.path == "/":
            answer.whole("Ollama is running", headers={"Content-Type": "text/plain"})
        elif self.path == "/api/version":
            answer.whole({"version": VERSION})
        elif self.path in ("/api/tags", "/api/ps"):
            names = CHAT | EMBEDDING if self.path == "/api/tags" else {CHAT_MODEL}
            answer.whole({"models": [self._entry(name) for name in sorted(names)]})
        elif self.path == "/_state":
            busy = llama.is_busy(self.weights.port)
            answer.whole({"generating": self.counter.value, "busy": busy})
        else:
            answer.whole("404 page not found", 404, {"Content-Type": "text/plain"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        model = body.get("model", "")
        name = model if ":" in model else f"{model}:latest"
        answer = Answer(self)
        try:
            if self.path == "/api/pull":
                self._pull(name, answer)
            elif name not in CHAT | EMBEDDING:
                answer.whole({"error": f"model '{model}' not found"}, 404)
            elif self.path == "/api/show":
                answer.whole(self._shown(name))
            elif self.path == "/api/embed":
                self._embed(body, answer)
            elif self.path == "/api/chat" and name in CHAT:
                self._chat(body, answer)
            elif self.path == "/api/chat":
                answer.whole({"error": f'"{model}" does not support chat'}, 400)
            else:
                answer.whole("404 page not found", 404, {"Content-Type": "text/plain"})
        except ClientGone:
            self.close_connection = True

    def _chat(self, body: dict[str, Any], answer: Answer) -> None:
        self.counter.add(+1)
        try:
            if not body["messages"]:  # Ollama loads the model (or, by keep_alive 0, unloads it)
                why = "unload" if body.get("keep_alive") == 0 else "load"
                answer.whole(Ollama().whole(body["model"], "", [], why, (0, 0)))
                return
            self._generate(body, answer)
        except llama.Refused as error:
            answer.whole({"error": str(error)}, 400)
        finally:
            self.counter.add(-1)

    def _generate(self, body: dict[str, Any], answer: Answer) -> None:
        dialect, model = Ollama(), body["model"]
        stream, calling = body.get("stream", True), prompts.wants_call(body)
        said: list[str] = []
        usage: dict[str, int] = {}
        reason = "stop"
        for chunk in llama.chunks(self.weights.port, prompts.request(body), self.connection):
            usage = chunk.get("usage") or usage
            for choice in chunk["choices"]:
                reason = choice.get("finish_reason") or reason
                if text := choice["delta"].get("content"):
                    said.append(text)
                    if stream and not calling:
                        answer.begin(dialect.content_type)
                        answer.part(dialect.said(model, text))
        text, calls = "".join(said), list(_calls("".join(said))) if calling else []
        tokens = (usage.get("prompt_tokens", 0), usage.get("completion_tokens", 0))
        if not stream:
            answer.whole(dialect.whole(model, "" if calls else text, calls, reason, tokens))
            return
        answer.begin(dialect.content_type)
        for number, (name, arguments) in enumerate(calls):
            answer.part(dialect.called(model, number, name, arguments))
        if calling and not calls:
            answer.part(dialect.said(model, text))
        answer.part(dialect.ended(model, reason, tokens))
        answer.end()

    def _embed(self, body: dict[str, Any], answer: Answer) -> None:
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        words = sum(len(text.split()) for text in texts)
        vectors = self.weights.embed(texts)
        answer.whole({"model": body["model"], "embeddings": vectors, "prompt_eval_count": words})

    def _pull(self, name: str, answer: Answer) -> None:
        """Played: the weights are there, or nowhere."""
        answer.begin(Ollama.content_type)
        if name in CHAT | EMBEDDING:
            for step in PULLING:
                answer.part(json.dumps(step["progress"]).encode() + b"\n")
                answer.wait(0.05)
        else:
            answer.part(Ollama().failed("pull model manifest: file does not exist"))
        answer.end()

    def _entry(self, name: str) -> dict[str, Any]:
        size = self.weights.path.stat().st_size
        details = {
            "format": "gguf", "family": "llama", "families": ["llama"],
            "parameter_size": "134.52M", "quantization_level": "Q4_1",
        }  # fmt: skip
        return {
            "name": name, "model": name, "modified_at": "2026-01-01T00:00:00Z", "size": size,
            "digest": "0" * 64, "details": details,
        }  # fmt: skip

    @staticmethod
    def _shown(name: str) -> dict[str, Any]:
        return {
            "details": {"family": "llama", "families": ["llama"]},
            "model_info": {"general.architecture": "llama"},
            "capabilities": ["embedding"] if name in EMBEDDING else ["completion", "tools"],
        }


def _calls(text: str) -> Iterator[tuple[str, Any]]:
    """The call that ``text`` is, unless its tokens ran out before its end."""
    try:
        called = json.loads(text)
    except ValueError:
        return
    yield called["name"], called["arguments"]
