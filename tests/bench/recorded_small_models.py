"""What becomes of what a real small model said: ``python -m tests.bench.recorded_small_models``.

Plays every recording of ``tests/ai/agents/recorded`` (see ``record_small_models``) by a scripted
server over HTTP, and counts how many end in the right call: as the model went on, and if what
small-model mode asks after its first answer is answered as it is asked. Then the kinds of what was
wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ai"))


def main() -> None:
    from ..ai.agents.kinds import kinds
    from ..ai.agents.recording import CHOICE, WAYS
    from ..ai.agents.replaying import (
        HARNESSES,
        comes_right,
        comes_right_asked_again,
        is_right_to_the_letter,
        recorded,
    )
    from ..ai.agents.toolbox import Tools
    from ..ai.conftest import MODEL, make
    from ..product.llm_scripted import ScriptedServer

    halves = ("developed", "held out")
    print(f"| recorded | played to {'':<30} | {' | '.join(f'{h:>9}' for h in halves)} |")
    print(f"| -------- | {'-' * 40} | --------: | --------: |")
    with ScriptedServer() as server:
        played = {"server": server, "provider": make("ollama", server.url), "model": MODEL}
        for way in WAYS:
            rows = [
                (
                    title,
                    partial(comes_right, mode=mode, **played) if mode else is_right_to_the_letter,
                )
                for title, mode in HARNESSES[way == CHOICE :]  # no harness asks for a choice
            ]
            again = partial(comes_right_asked_again, **played)
            for title, is_right in [*rows, ("the same, its second answer written", again)]:
                cells = []
                for half in halves:
                    runs = [run for run in recorded(way) if run.task["half"] == half]
                    cells.append(f"{sum(map(is_right, runs)):>2} of {len(runs):>2}")
                print(f"| {way:<8} | {title:<40} | {' | '.join(f'{c:>9}' for c in cells)} |")

    toolbox = Tools().toolbox()
    counts = {way: Counter[str]() for way in WAYS}
    for way, count in counts.items():
        for run in recorded(way):
            count.update(kinds(run.answers[0], run.task, toolbox) or ["nothing wrong in its form"])
    print(f"\n| kind, of the first answers {'':<22} | {' | '.join(f'{w:>6}' for w in WAYS)} |")
    print(f"| {'-' * 49} | {' | '.join('-----:' for _ in WAYS)} |")
    for kind in sorted(set().union(*counts.values())):
        print(f"| {kind:<49} | {' | '.join(f'{counts[way][kind]:>6}' for way in WAYS)} |")


if __name__ == "__main__":
    main()
