"""What the AI clients add to a process that uses them: ``python -m tests.bench.ai_imports``.

Private memory (USS, see ``smaps_rollup`` in proc(5)) of a new process after each import, less that
of one that imports nothing, and the seconds it takes: the best of several, because other processes
disturb. What is imported before Odoo forks is shared by its workers; this is what it costs once.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass

from ..product.running import CHECKOUT

ADDON = CHECKOUT / "addons" / "insightpulse_ai"
ASK = (
    "import providers as p; from providers import retry; retry.DELAYS = (); "
    "c = p.Configuration({name!r}, ollama_base_url='http://127.0.0.1:9', "
    "openai_base_url='http://127.0.0.1:9/v1', allow_private=True); "
    "a = p.make(c).chat('m', [p.Message('user', 'x')], deadline=p.Deadline(), "
    "cancel=p.Cancel())\n"
    "try: next(a)\n"
    "except p.ProviderError as error: assert error.kind == 'unreachable', error"
)
CASES = {
    "nothing": "",
    "providers": "import providers",
    "retrieval": "import retrieval, retrieval.embedding",
    "httpx": "import httpx",
    "pydantic": "import pydantic",
    "ollama": "import ollama",
    "openai": "import openai",
    "ollama and openai": "import ollama, openai",
    "providers, after a chat with ollama": ASK.format(name="ollama"),
    "providers, after a chat with openai": ASK.format(name="openai"),
}
MEASURED = """
import sys, time
sys.path.insert(0, {addon!r})
start = time.perf_counter()
{code}
seconds = time.perf_counter() - start
kilobytes = sum(
    int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.startswith("Private_")
)
print(kilobytes, seconds)
"""


@dataclass(frozen=True)
class Cost:
    megabytes: float
    seconds: float


def measure(code: str, times: int) -> Cost:
    """The least of ``times`` new processes."""
    found = []
    for _attempt in range(times):
        program = MEASURED.format(addon=str(ADDON), code=code)
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        kilobytes, seconds = done.stdout.split()
        found.append((int(kilobytes) / 1024, float(seconds)))
    return Cost(min(cost[0] for cost in found), min(cost[1] for cost in found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="new processes for each row")
    times = parser.parse_args().times
    base = measure(CASES["nothing"], times)
    print(f"| {'imported':<36} | MiB more | seconds |\n| {'-' * 36} | -------: | ------: |")
    for name, code in CASES.items():
        cost = measure(code, times)
        print(f"| {name:<36} | {cost.megabytes - base.megabytes:8.1f} | {cost.seconds:7.3f} |")


if __name__ == "__main__":
    main()
