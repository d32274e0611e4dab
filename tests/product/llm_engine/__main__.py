"""``python -m tests.product.llm_engine [--port 11434] [--openai-port 11435]``, on loopback.

Runs in an environment of its own, which it sets up where it is missing.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys

from native import environment
from native.places import Places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=11434)
    parser.add_argument("--openai-port", type=int, default=11435)
    options = parser.parse_args()
    if not importlib.util.find_spec("xllamacpp"):
        python = environment.engine_python(Places())
        os.execv(python, [str(python), "-m", "tests.product.llm_engine", *sys.argv[1:]])
    # one thread: two collapse where another process wants a core
    os.environ["OMP_NUM_THREADS"] = "1"
    from .server import serve
    from .weights import Weights

    serve(Weights(options.openai_port), options.port)


if __name__ == "__main__":
    main()
