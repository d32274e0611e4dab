"""A real language model behind Ollama's protocol: llama.cpp with SmolLM2-135M, and embeddings by
multilingual-e5-small.

What it shows is what a script cannot: tokens of a real tokenizer at a real pace, JSON that a
grammar enforces, vectors that mean something, and generation that stops when the client has gone.
What it cannot show is sense: 135 million parameters know nothing, and never call a tool unless made
to.

:class:`Engine` starts it for tests; ``python -m tests.product.llm_engine`` on a port.
"""

from __future__ import annotations

import json
import os
import socket
import urllib.request
from pathlib import Path
from typing import Any

from native import environment
from native.places import Places
from native.processes import Child, wait_until
from native.progress import SetupError

CHECKOUT = Path(__file__).resolve().parents[3]
CHAT_MODEL = "smollm2:135m"
EMBEDDING_MODEL = "multilingual-e5-small:latest"


class Engine:
    """The engine in a process of its own; its environment is set up if it is missing."""

    def __init__(self, log: Path, port: int = 0) -> None:
        self._log = log
        self.port, self._openai_port = port or _free_port(), _free_port()
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def openai_url(self) -> str:
        """llama.cpp's own server, which speaks OpenAI's protocol (chat only)."""
        return f"http://127.0.0.1:{self._openai_port}/v1"

    def start(self) -> None:
        self._child = Child(
            "llm", [environment.engine_python(Places()), "-m", __name__, "--port", str(self.port),
                    "--openai-port", str(self._openai_port)],
            log=self._log, cwd=CHECKOUT, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        child = self._child
        if not wait_until(lambda: not child.running() or self._answers(), 60):
            raise SetupError(f"the language model did not start:\n{child.last_lines()}")
        if not child.running():
            raise SetupError(f"the language model ended:\n{child.last_lines()}")

    def stop(self) -> None:
        if self._child:
            self._child.stop()
            self._child = None

    def state(self) -> dict[str, Any]:
        """``generating``: how many answers are asked for; ``busy``: whether llama.cpp computes."""
        with urllib.request.urlopen(f"{self.url}/_state", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def is_quiet(self) -> bool:
        return self.state() == {"generating": 0, "busy": False}

    def _answers(self) -> bool:
        try:
            return self.is_quiet()
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
