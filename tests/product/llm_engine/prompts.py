"""From a chat as Ollama is asked, to one for llama.cpp's server: pure."""

from __future__ import annotations

import json
from typing import Any

MOST_TOKENS = 256
"""Of one answer, where the request does not say: a small model never comes to an end."""


def request(body: dict[str, Any]) -> dict[str, Any]:
    """Ollama's ``/api/chat`` body as ``/v1/chat/completions``, always streamed."""
    options = body.get("options") or {}
    asked: dict[str, Any] = {
        "messages": [_plain(message) for message in body["messages"]],
        "max_tokens": options.get("num_predict", MOST_TOKENS),
        "temperature": options.get("temperature", 0.8),
        "seed": options.get("seed", 0),
        "stream": True,
        "stream_options": {"include_usage": True},
        "return_progress": True,  # while it writes it notices that we have gone: also in the prompt
    }
    if options.get("stop"):
        asked["stop"] = options["stop"]
    schema = body.get("format")
    if wants_call(body):
        schema = one_of_the_calls(body["tools"])
        offered = json.dumps([tool["function"] for tool in body["tools"]])
        system = {"role": "system", "content": f"Call a tool. Tools: {offered}"}
        asked["messages"].insert(0, system)
    if schema == "json":
        asked["response_format"] = {"type": "json_object"}
    elif schema:
        form = {"name": "answer", "schema": schema}
        asked["response_format"] = {"type": "json_schema", "json_schema": form}
    return asked


def wants_call(body: dict[str, Any]) -> bool:
    """So small a model never calls a tool by itself. It is made to when tools are offered and a
    user spoke last; after a tool's result it answers in words."""
    return bool(body.get("tools")) and body["messages"][-1]["role"] == "user"


def one_of_the_calls(tools: list[dict[str, Any]]) -> dict[str, Any]:
    """The schema of one valid call of any of ``tools``."""
    return {
        "oneOf": [
            {
                "type": "object",
                "properties": {
                    "name": {"const": tool["function"]["name"]},
                    "arguments": tool["function"]["parameters"],
                },
                "required": ["name", "arguments"],
                "additionalProperties": False,
            }
            for tool in tools
        ]
    }


def _plain(message: dict[str, Any]) -> dict[str, str]:
    """Its template knows neither tools nor their results."""
    content = message.get("content") or ""
    if message["role"] == "tool":
        return {"role": "user", "content": f"Tool result: {content}"}
    if message.get("tool_calls"):
        content += json.dumps([called["function"] for called in message["tool_calls"]])
    return {"role": message["role"], "content": content}
