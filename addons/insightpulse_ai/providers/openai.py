"""OpenAI and servers that speak its protocol, by the official client (chat completions)."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .cancel import Cancel, Cancelled
from .deadline import Deadline
from .endpoint import AtEndpoint
from .errors import BadAnswer, Cut, ProviderError, RefusedRequest, ServerFailed
from .events import Called, Delta, Event, Finished, Reason
from .listing import names
from .messages import Call, Message, Tool
from .provider import Health, Model, Progress
from .retry import repeated, retried
from .speaking import MEGABYTE, speaking
from .statuses import clean
from .vectors import checked

if TYPE_CHECKING:
    import openai

    from .transport import Transport

_REASONS: dict[str, Reason] = {"length": "length", "tool_calls": "tool_calls"}
_SIGNATURES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


class OpenAI(AtEndpoint):
    name = "openai"

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
        asked: dict[str, Any] = {
            "model": model,
            "messages": [_message(message) for message in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if tools:
            asked["tools"] = [_tool(tool) for tool in tools]
        if schema is not None:
            form = {"name": "answer", "schema": schema}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}

        def attempt() -> Generator[Event, None, None]:
            with speaking(self._endpoint, deadline, cancel, line_bytes=MEGABYTE) as http:
                chunks = self._client(http).chat.completions.create(**asked)
                yield from self._events(model, self._said(chunks))

        try:
            yield from retried(attempt, deadline, cancel)
        except Cancelled:
            yield Finished(model, "cancelled", None, None)

    def _events(self, model: str, chunks: Iterable[Any]) -> Iterator[Event]:
        calls: dict[int, _Partial] = {}
        reason = ""
        usage = chunk = None
        for chunk in chunks:
            usage = chunk.usage or usage
            model = chunk.model or model
            for choice in chunk.choices or ():
                if choice.delta.content:
                    yield Delta(choice.delta.content)
                for part in choice.delta.tool_calls or ():
                    calls.setdefault(part.index, _Partial()).add(part)
                reason = choice.finish_reason or reason
        if chunk is None:
            raise BadAnswer(f"{self.endpoint} answers a chat without a stream of events.")
        if not reason:
            raise Cut(f"{self.endpoint} ended its answer before it was finished.")
        if reason == "content_filter":
            raise RefusedRequest(f"The content filter of {self.endpoint} stopped the answer.")
        for _index, partial in sorted(calls.items()):
            yield Called(partial.call())
        yield Finished(
            model, "tool_calls" if calls else _REASONS.get(reason, "stop"),
            usage and usage.prompt_tokens, usage and usage.completion_tokens,
        )  # fmt: skip

    def embed(self, model: str, texts: Sequence[str], *, deadline: Deadline) -> list[list[float]]:
        if not texts:
            return []

        def call() -> list[list[float]]:
            with speaking(self._endpoint, deadline, Cancel(), most_bytes=64 * MEGABYTE) as http:
                found = self._client(http).embeddings.create(
                    model=model, input=list(texts), encoding_format="float"
                )
                ordered = sorted(found.data, key=lambda item: item.index)
                return checked([item.embedding for item in ordered], len(texts))

        return repeated(call, deadline)

    def models(self, deadline: Deadline) -> list[Model]:
        return repeated(lambda: self._models(deadline), deadline)

    def names(self, deadline: Deadline) -> list[str]:
        """Those of the models, see :mod:`~.listing`."""
        return names(self._endpoint, "/models", "data", "id", deadline)

    def _models(self, deadline: Deadline) -> list[Model]:
        with speaking(self._endpoint, deadline, Cancel()) as http:
            return [Model(str(found.id)) for found in self._client(http).models.list().data]

    def pull(self, model: str, deadline: Deadline, cancel: Cancel) -> Iterator[Progress]:
        raise RefusedRequest(
            f"{self.endpoint} downloads no models.", "Choose one of those that it has."
        )

    def health(self, deadline: Deadline) -> Health:
        try:
            self._models(deadline)  # no other path is sure to exist
        except ProviderError as error:
            return Health(False, detail=str(error))
        return Health(True)

    def _client(self, http: Transport) -> openai.OpenAI:
        import httpx
        import openai

        return openai.OpenAI(
            api_key="no secret: the transport adds it",
            base_url=self._endpoint.url,
            max_retries=0,  # ours see the deadline, and can be cancelled
            http_client=httpx.Client(transport=http, trust_env=False),
        )

    def _said(self, chunks: Iterable[Any]) -> Iterator[Any]:
        """``chunks``, with what the server reports as an error in mid-answer as ours."""
        import openai

        try:
            yield from chunks
        except openai.APIError as error:
            if error.body is None:  # not the server's
                raise
            said = clean(error.message, self._endpoint.key)
            raise ServerFailed(f'{self.endpoint} says: "{said}".') from None


class _Partial:
    """A call that arrives in pieces."""

    def __init__(self) -> None:
        self.id = self.name = self.arguments = ""

    def add(self, part: Any) -> None:
        self.id = self.id or part.id or ""
        if part.function:
            self.name += part.function.name or ""
            self.arguments += part.function.arguments or ""

    def call(self) -> Call:
        try:
            arguments = json.loads(self.arguments or "{}")
        except ValueError:
            arguments = None
        if not self.name or not isinstance(arguments, dict):
            raise BadAnswer(
                f"The model called the tool {self.name[:64]!r} with arguments that are no JSON "
                "object.",
                "Ask again, or use a model that is better at calling tools.",
            )
        return Call(self.id or f"call_{secrets.token_hex(4)}", self.name, arguments)


def _message(message: Message) -> dict[str, Any]:
    sent: dict[str, Any] = {"role": message.role, "content": message.text}
    if message.images:
        sent["content"] = [
            {"type": "text", "text": message.text},
            *({"type": "image_url", "image_url": {"url": _url(i)}} for i in message.images),
        ]
    if message.calls:
        sent["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
            }
            for call in message.calls
        ]
    if message.role == "tool":
        sent["tool_call_id"] = message.call_id
    return sent


def _url(image: bytes) -> str:
    kind = next((kind for start, kind in _SIGNATURES if image.startswith(start)), "image/png")
    return f"data:{kind};base64,{base64.b64encode(image).decode()}"


def _tool(tool: Tool) -> dict[str, Any]:
    function = {
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
    }
    return {"type": "function", "function": function}
