"""Record what the real small model answers: ``python -m tests.bench.record_small_models [--out FILE]``.

Asks the real engine (``tests/product/llm_engine``) every task of ``tests/ai/agents/tasks.yaml`` in
two ways, three times each, and writes ``tests/ai/agents/recorded.json``: some minutes of one
processor. ``--url`` asks an engine that runs already.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import product
from pathlib import Path

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ai"))


def main() -> None:
    from ..ai.agents import recording
    from ..product.llm_engine import Engine

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=recording.FILE)
    parser.add_argument("--url", help="of an engine that runs already")
    parser.add_argument("--way", choices=recording.WAYS, help="only this one (default: both)")
    parser.add_argument("--half", help="only the tasks of this half (default: all)")
    options = parser.parse_args()
    engine = None if options.url else Engine(Path(tempfile.mkdtemp()) / "engine.log")
    if engine:
        engine.start()
    url = options.url or engine.url
    ways = [options.way] if options.way else recording.WAYS
    tasks = [task for task in recording.tasks() if options.half in (None, task["half"])]
    every = list(product(ways, tasks, recording.SAMPLINGS))
    found = {"made by": recording.provenance(), "recordings": []}
    try:
        for number, (way, task, (temperature, seed)) in enumerate(every, 1):
            found["recordings"].append(recording.record(url, task, way, temperature, seed))
            text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
            options.out.write_text(text, encoding="utf-8")
            said = [answer["says"][:60] for answer in found["recordings"][-1]["answers"]]
            print(f"{number}/{len(every)} {way} {task['question']}: {said}", flush=True)
    finally:
        if engine:
            engine.stop()


if __name__ == "__main__":
    main()
