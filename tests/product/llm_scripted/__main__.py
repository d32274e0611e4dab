"""``python -m tests.product.llm_scripted [--port 11434] [--key KEY]``, scripted over HTTP:

``POST /_script``  ``{"chat": [[{"say": "Hello"}, {"stall": true}], …], "pull": …}``: replies to
                   come, as the functions of :mod:`.script` make them
``POST /_reset``   forget replies and requests
``GET /_quiet``    wait until nothing is generated, 5 s at most
``GET /_state``    ``{"generating": 0, "requests": [{method, path, headers, body, end}]}``;
                   the others answer that, too
"""

from __future__ import annotations

import argparse

from .server import ScriptedServer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=11434)
    parser.add_argument("--key", default="", help="bearer token that is asked for")
    options = parser.parse_args()
    server = ScriptedServer(options.port, key=options.key)
    print(f"ready on {server.url}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
