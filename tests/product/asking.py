"""A person who asks the language model: a question, and its stream through the one port."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx

from .client import Client

Told = tuple[str, Any]


class Question:
    """A run of ``client``'s that is waiting. Opening its stream is what has it answered."""

    def __init__(self, client: Client, text: str = "How is it?", **about: Any) -> None:
        answer = client.call("ai.conversation", "ask", text, **about)
        self.client, self.id = client, answer["run"]["id"]
        self.conversation: int = answer["conversation"]["id"]

    @property
    def path(self) -> str:
        return f"/insightpulse_ai/runs/{self.id}"

    def open(self) -> Page:
        return Page(self.client.stream(f"{self.path}/stream"))

    def told(self) -> list[Told]:
        """Everything that the page is sent, to the end."""
        with closing(self.open()) as page:
            return [*page]

    def cancel(self) -> None:
        assert self.client.post(f"{self.path}/cancel") is True

    def run(self) -> dict[str, Any]:
        """As the history has it."""
        runs = self.client.call("ai.conversation", "history", self.conversation)
        return next(run for run in runs if run["id"] == self.id)


class Page:
    """An open stream. Iterate over its events, of which comments are none."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._events = self._read(response)

    def __iter__(self) -> Iterator[Told]:
        return self._events

    def __next__(self) -> Told:
        return next(self._events)

    @property
    def socket(self) -> socket.socket:
        """For whoever reads the bytes as they come, and none of the events here."""
        found: socket.socket = self.response.extensions["network_stream"].get_extra_info("socket")
        return found

    def close(self) -> None:
        self.response.close()

    @staticmethod
    def _read(response: httpx.Response) -> Iterator[Told]:
        name = ""
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))
