"""Ollama, by its official client (https://github.com/ollama/ollama/blob/main/docs/api.md)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .cancel import Cancel, Cancelled
from .deadline import Deadline
from .endpoint import AtEndpoint, Endpoint
from .errors import Cut, ModelMissing, ProviderError, ServerFailed
from .events import Called, Delta, Event, Finished, Reason
from .listing import names
from .messages import Call, Message, Tool
from .provider import Health, Model, Progress
from .retry import repeated, retried
from .speaking import MEGABYTE, speaking
from .statuses import clean
from .vectors import checked
from .window import CONTEXT_TOKENS, is_truncated, needed, window

if TYPE_CHECKING:
    import ollama

    from .transport import Transport

# What the client's and the server's models of a tool keep of a property's schema.
_KEPT = {"type", "items", "description", "enum"}


class Ollama(AtEndpoint):
    """``context_tokens``: the largest window that the server is asked for, see :mod:`~.window`."""

    name = "ollama"

    def __init__(self, endpoint: Endpoint, context_tokens: int = CONTEXT_TOKENS) -> None:
        super().__init__(endpoint)
        self._context_tokens = context_tokens

    def chat(
        self,
        model: str,
        messages: Sequence[Message],
        *,
        tools: Sequence[Tool] = (),
        schema: dict[str, Any] | None = None,
        deadline: Deadline,
        cancel: Cancel,
    ) -> Iterator[Event]:
        size = window(needed(messages, tools), self._context_tokens)

        def attempt() -> Generator[Event, None, None]:
            with speaking(self._endpoint, deadline, cancel, line_bytes=MEGABYTE) as http:
                yield from self._events(
                    self._client(http).chat(
                        model,
                        [_message(message) for message in messages],
                        tools=[_tool(tool) for tool in tools],
                        format=schema,
                        options={"num_ctx": size},
                        stream=True,
                    )
                )

        try:
            for event in retried(attempt, deadline, cancel):
                if isinstance(event, Finished):
                    cut = is_truncated(messages, tools, size, event.prompt_tokens)
                    event = replace(event, truncated=cut)
                yield event
        except Cancelled:
            yield Finished(model, "cancelled", None, None)

    def _events(self, parts: Iterator[ollama.ChatResponse]) -> Iterator[Event]:
        calls: list[Call] = []
        for part in self._said(parts):
            if part.message.content:
                yield Delta(part.message.content)
            for asked in part.message.tool_calls or ():
                # The client drops the id that newer servers give.
                name, arguments = asked.function.name, dict(asked.function.arguments)
                calls.append(Call(f"call_{secrets.token_hex(4)}", name, arguments))
            if part.done:
                yield from map(Called, calls)
                reason: Reason = "length" if part.done_reason == "length" else "stop"
                yield Finished(
                    part.model or "", "tool_calls" if calls else reason,
                    part.prompt_eval_count, part.eval_count,
                )  # fmt: skip
                return
        raise Cut(f"{self.endpoint} ended its answer before it was finished.")

    def embed(self, model: str, texts: Sequence[str], *, deadline: Deadline) -> list[list[float]]:
        if not texts:
            return []

        def call() -> list[list[float]]:
            with speaking(self._endpoint, deadline, Cancel(), most_bytes=64 * MEGABYTE) as http:
                answer = self._client(http).embed(model, list(texts))
                return checked(answer.embeddings, len(texts))

        return repeated(call, deadline)

    def models(self, deadline: Deadline) -> list[Model]:
        def call() -> list[Model]:
            with speaking(self._endpoint, deadline, Cancel()) as http:
                client = self._client(http)
                return [self._model(client, found) for found in client.list().models if found.model]

        return repeated(call, deadline)

    def names(self, deadline: Deadline) -> list[str]:
        """Those of the models, see :mod:`~.listing`."""
        return names(self._endpoint, "/api/tags", "models", "name", deadline)

    def _model(self, client: ollama.Client, found: ollama.ListResponse.Model) -> Model:
        name, details = found.model or "", found.details
        families = (details and (details.families or [details.family or ""])) or []
        try:
            capabilities = client.show(name).capabilities or []
        except ModelMissing:  # removed meanwhile
            capabilities = []
        size = None if found.size is None else int(found.size)
        return Model(name, size, tuple(filter(None, families)), frozenset(capabilities))

    def pull(self, model: str, deadline: Deadline, cancel: Cancel) -> Iterator[Progress]:
        try:
            with speaking(
                self._endpoint, deadline, cancel, most_bytes=64 * MEGABYTE, line_bytes=MEGABYTE
            ) as http:
                for part in self._said(self._client(http).pull(model, stream=True)):
                    yield Progress(part.status or "", part.completed, part.total)
                    if part.status == "success":
                        return
                raise Cut(f"{self.endpoint} ended before {model} was downloaded.")
        except Cancelled:
            yield Progress("cancelled")

    def health(self, deadline: Deadline) -> Health:
        try:
            with speaking(self._endpoint, deadline, Cancel()) as http:
                import httpx  # the official client does not ask for the version

                client = httpx.Client(transport=http, trust_env=False)
                version = client.get(f"{self._endpoint.url}/api/version").json()["version"]
                return Health(True, clean(str(version), self._endpoint.key))
        except ProviderError as error:
            return Health(False, detail=str(error))

    def _client(self, http: Transport) -> ollama.Client:
        import ollama

        return ollama.Client(
            self._endpoint.url, transport=http, trust_env=False, follow_redirects=False
        )

    def _said(self, parts: Iterator[Any]) -> Iterator[Any]:
        """``parts``, with what the server reports as an error in mid-answer as ours."""
        import ollama

        try:
            yield from parts
        except ollama.ResponseError as error:
            said = clean(error.error, self._endpoint.key)
            missing = any(sign in said.lower() for sign in ("not found", "does not exist"))
            kind = ModelMissing if missing else ServerFailed
            raise kind(f'{self.endpoint} says: "{said}".') from None


def _message(message: Message) -> dict[str, Any]:
    sent: dict[str, Any] = {"role": message.role, "content": message.text}
    if message.images:
        sent["images"] = list(message.images)
    if message.calls:
        sent["tool_calls"] = [
            {"function": {"name": call.name, "arguments": call.arguments}} for call in message.calls
        ]
    if message.role == "tool":
        sent["tool_name"] = message.tool
    return sent


def _tool(tool: Tool) -> dict[str, Any]:
    """In Ollama's form. What it would drop of a property's schema is told in its description."""
    properties = {
        name: _described(schema) for name, schema in tool.parameters.get("properties", {}).items()
    }
    parameters = {"type": "object", **tool.parameters, "properties": properties}
    function = {"name": tool.name, "description": tool.description, "parameters": parameters}
    return {"type": "function", "function": function}


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in schema.items() if key not in _KEPT}
    if not rest:
        return schema
    told = f"{schema.get('description', '')} JSON schema: {json.dumps(rest)}".strip()
    return {**{key: value for key, value in schema.items() if key in _KEPT}, "description": told}
