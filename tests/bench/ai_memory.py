"""What do the AI addons add to an HTTP worker's memory? (`make bench-ai-memory`)

In one run on one machine, with 2 HTTP workers: after the same requests, without and with the addons
installed, and after questions were asked. The model server's client is no part of it: a worker does
not load it (`python -m tests.bench.ai_imports` tells what each adds to the evented process).
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from ..product.asking import Question
from ..product.client import Client
from ..product.llm_scripted import ScriptedServer
from ..product.running import CHECKOUT, DATABASE, Stack, new_stack
from .rows import Rows
from .worker_memory import of_a_worker, visited

FOLDER = CHECKOUT / ".native" / "bench-ai-memory"
WITHOUT = ("web", "queue_job", "crm_livechat", "insightpulse_ocr_account")
ADDONS = tuple(f"insightpulse_ai{part}" for part in ("", "_crm", "_livechat", "_ocr"))
QUESTIONS = 20


@contextmanager
def started(modules: tuple[str, ...], model: ScriptedServer) -> Iterator[Stack]:
    """What of ``modules`` is not installed yet, is; then it is restarted, as after a deployment."""
    settings = {"AI_PROVIDER": "ollama", "OLLAMA_BASE_URL": model.url}
    stack = new_stack(FOLDER / "stack", modules=modules, with_demo=False, settings=settings)
    try:
        stack.start()
        stack.restart("odoo")
        yield stack
    finally:
        stack.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=400, help="before memory is looked at")
    args = parser.parse_args()

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    rows = Rows()
    with ScriptedServer() as model:
        with started(WITHOUT, model) as stack:
            visited(stack, args.requests)
            without = of_a_worker(stack)
        with started((*WITHOUT, *ADDONS), model) as stack:
            visited(stack, args.requests)
            having = of_a_worker(stack)
            asker = Client(stack.url, DATABASE, "admin", "admin")
            for _question in range(QUESTIONS):
                Question(asker).told()
            asked = of_a_worker(stack)

    print(f"{os.cpu_count()} cores, 2 HTTP workers, {args.requests} requests\n")
    for title, *found in zip(("proportional", "its own"), without, having, asked, strict=True):
        rows.add(
            f"HTTP worker, {title}",
            "without {:.1f}, with {:.1f}, asked {:.1f} MB".format(*found),
        )
    rows.add("the four addons in an HTTP worker", f"{having[0] - without[0]:.1f} MB")
    rows.add("and after questions", f"{asked[0] - without[0]:.1f} MB")
    rows.end()


if __name__ == "__main__":
    main()
