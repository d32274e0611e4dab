"""What becomes of what a real small model said: ``python -m tests.bench.recorded_small_models``.

Plays every recording of ``tests/ai/agents/recorded`` (see ``record_small_models``) by a scripted
server over HTTP, and counts how many end in the right call; then the kinds of what was wrong.
"""

from __future__ import annotations

import sys
from collections import Counter

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "addons" / "insightpulse_ai"))


def main() -> None:
    from ..ai.agents.kinds import kinds
    from ..ai.agents.recording import CHOICE, WAYS
    from ..ai.agents.replaying import HARNESSES, comes_right, is_right_to_the_letter, recorded
    from ..ai.agents.toolbox import Tools
    from ..ai.conftest import MODEL, make
    from ..product.llm_scripted import ScriptedServer

    halves = ("developed", "held out")
    print(f"| recorded | played to {'':<30} | {' | '.join(f'{h:>9}' for h in halves)} |")
    print(f"| -------- | {'-' * 40} | --------: | --------: |")
    with ScriptedServer() as server:
        provider = make("ollama", server.url)
        for way in WAYS:
            for title, mode in HARNESSES[way == CHOICE :]:  # no harness asks for a choice
                cells = []
                for half in halves:
                    runs = [run for run in recorded(way) if run.task["half"] == half]
                    right = sum(
                        comes_right(run, mode, server, provider, MODEL)
                        if mode
                        else is_right_to_the_letter(run)
                        for run in runs
                    )
                    cells.append(f"{right:>2} of {len(runs):>2}")
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
