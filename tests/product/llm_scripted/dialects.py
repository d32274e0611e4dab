"""How the two protocols write the same things: one JSON line each (Ollama), or one server-sent
event each (OpenAI)."""

from __future__ import annotations

import json
from typing import Any, Protocol

Calls = list[tuple[str, Any]]


class Dialect(Protocol):
    content_type: str
    headers_at_once: bool

    def said(self, model: str, text: str) -> bytes: ...
    def called(self, model: str, number: int, name: str, arguments: Any) -> bytes: ...
    def ended(self, model: str, reason: str, tokens: tuple[int, int]) -> bytes: ...
    def failed(self, text: str) -> bytes: ...
    def raw(self, text: str) -> bytes: ...
    def whole(
        self, model: str, text: str, calls: Calls, reason: str, tokens: tuple[int, int]
    ) -> Any: ...
    def refused(self, text: str) -> Any: ...


class Ollama:
    content_type = "application/x-ndjson"
    headers_at_once = False  # its first bytes come with the first token

    def said(self, model: str, text: str) -> bytes:
        return self._line(self._part(model, {"role": "assistant", "content": text}))

    def called(self, model: str, number: int, name: str, arguments: Any) -> bytes:
        if isinstance(arguments, str):
            try:
                arguments = json.loads(arguments)
            except ValueError:  # a real server hands out what it could not read as text
                return self.said(model, arguments)
        return self._line(self._part(model, self._calls([(name, arguments)])))

    def ended(self, model: str, reason: str, tokens: tuple[int, int]) -> bytes:
        message = {"role": "assistant", "content": ""}
        return self._line({**self._part(model, message), **self._end(reason, tokens)})

    def failed(self, text: str) -> bytes:
        return self._line({"error": text})

    def raw(self, text: str) -> bytes:
        return text.encode() + b"\n"

    def whole(
        self, model: str, text: str, calls: Calls, reason: str, tokens: tuple[int, int]
    ) -> Any:
        message = {**(self._calls(calls) if calls else {"role": "assistant"}), "content": text}
        return {**self._part(model, message), **self._end(reason, tokens)}

    def refused(self, text: str) -> Any:
        return {"error": text}

    @staticmethod
    def _line(value: Any) -> bytes:
        return json.dumps(value).encode() + b"\n"

    @staticmethod
    def _part(model: str, message: Any) -> dict[str, Any]:
        at = "2026-01-01T00:00:00Z"
        return {"model": model, "created_at": at, "message": message, "done": False}

    @staticmethod
    def _calls(calls: Calls) -> dict[str, Any]:
        functions = [{"function": {"name": name, "arguments": args}} for name, args in calls]
        return {"role": "assistant", "content": "", "tool_calls": functions}

    @staticmethod
    def _end(reason: str, tokens: tuple[int, int]) -> dict[str, Any]:
        counts = {"prompt_eval_count": tokens[0], "eval_count": tokens[1]}
        return {"done": True, "done_reason": reason, **counts}


class OpenAI:
    content_type = "text/event-stream"
    headers_at_once = True

    def said(self, model: str, text: str) -> bytes:
        return self._chunk(model, {"content": text})

    def called(self, model: str, number: int, name: str, arguments: Any) -> bytes:
        """In two pieces, as the real one sends arguments."""
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        middle = len(text) // 2
        head = {"index": number, "id": f"call_{number}", "type": "function"}
        start = {**head, "function": {"name": name, "arguments": text[:middle]}}
        rest = {"index": number, "function": {"arguments": text[middle:]}}
        return self._chunk(model, {"tool_calls": [start]}) + self._chunk(
            model, {"tool_calls": [rest]}
        )

    def ended(self, model: str, reason: str, tokens: tuple[int, int]) -> bytes:
        usage = {**self._head(model), "choices": [], "usage": self._usage(tokens)}
        return self._chunk(model, {}, reason) + self._event(usage) + b"data: [DONE]\n\n"

    def failed(self, text: str) -> bytes:
        return self._event({"error": {"message": text, "type": "server_error"}})

    def raw(self, text: str) -> bytes:
        return b"data: " + text.encode() + b"\n\n"

    def whole(
        self, model: str, text: str, calls: Calls, reason: str, tokens: tuple[int, int]
    ) -> Any:
        asked = [
            {
                "id": f"call_{number}",
                "type": "function",
                "function": {"name": name, "arguments": a if isinstance(a, str) else json.dumps(a)},
            }
            for number, (name, a) in enumerate(calls)
        ]
        message = {"role": "assistant", "content": text, **({"tool_calls": asked} if asked else {})}
        choice = {"index": 0, "message": message, "finish_reason": reason}
        head = {**self._head(model), "object": "chat.completion"}
        return {**head, "choices": [choice], "usage": self._usage(tokens)}

    def refused(self, text: str) -> Any:
        return {"error": {"message": text, "type": "invalid_request_error"}}

    @staticmethod
    def _event(value: Any) -> bytes:
        return b"data: " + json.dumps(value).encode() + b"\n\n"

    @staticmethod
    def _head(model: str) -> dict[str, Any]:
        return {"id": "chat_1", "object": "chat.completion.chunk", "created": 0, "model": model}

    def _chunk(self, model: str, delta: Any, reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return self._event({**self._head(model), "choices": [choice]})

    @staticmethod
    def _usage(tokens: tuple[int, int]) -> dict[str, int]:
        prompt, completion = tokens
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        }
