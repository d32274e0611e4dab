"""Speaks the recogniser's protocol without any model. The file's first line says how to behave:

    pages=N [seconds=S] [problem=CODE] [crash=PAGE] [hang=PAGE] [spin=PAGE]

Run as a program; `FAKE_LOG` names a file to which it appends what it was asked.
"""

from __future__ import annotations

import json
import os
import sys
import time


def send(message: dict) -> None:
    print(json.dumps(message), flush=True)


def main() -> None:
    sys.stdin.readline()  # the settings
    if os.environ.get("FAKE_START") == "fail":
        sys.exit(3)
    time.sleep(float(os.environ.get("FAKE_START_SECONDS", "0")))
    send({"ready": True, "memory": {"resident": 1.0, "peak": 1.0}})
    wishes: dict[str, str] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if log := os.environ.get("FAKE_LOG"):
            with open(log, "a", encoding="utf-8") as file:
                file.write(next(iter(request)) + "\n")
        if "open" in request:
            with open(request["open"], encoding="utf-8") as file:
                wishes = dict(wish.split("=") for wish in file.readline().split())
            if "problem" in wishes:
                send({"problem": {"code": wishes["problem"], "detail": "As it was wished."}})
            else:
                send({"pages": int(wishes.get("pages", "1")), "kind": "fake"})
        elif "page" in request:
            index = request["page"]
            time.sleep(float(wishes.get("seconds", "0")))
            if wishes.get("crash") == str(index + 1):
                os._exit(9)
            if wishes.get("hang") == str(index + 1):
                time.sleep(3600)
            while wishes.get("spin") == str(index + 1):
                pass
            page = {"number": index + 1, "width": 100, "height": 50, "dpi": None, "rotation": 0}
            corners = [[1.0, 2.0], [9.0, 2.0], [9.0, 5.0], [1.0, 5.0]]
            read = {"text": "Total", "confidence": 0.9, "polygon": corners, "source": "ocr"}
            page |= {"source": "ocr", "lines": [read]}
            send({"page": page, "warnings": [], "memory": {"resident": 1.0, "peak": 2.0}})
        else:
            send({})


if __name__ == "__main__":
    main()
