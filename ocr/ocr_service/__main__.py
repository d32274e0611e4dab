"""`python -m ocr_service`: settings from the environment, then serve until told to stop."""

from __future__ import annotations

import logging
import os
import sys

import uvicorn

from .app import create_app
from .settings import SettingsError, load

EX_SOFTWARE, EX_CONFIG = 70, 78  # sysexits.h


def main() -> int:
    try:
        settings = load(os.environ)
    except SettingsError as error:
        for problem in error.problems:
            print(f"ocr_service: {problem}", file=sys.stderr)
        return EX_CONFIG
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    failed = False

    def stop() -> None:
        nonlocal failed
        failed = server.should_exit = True

    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, on_fatal=stop),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,  # each document has its own line; health checks need none
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    server.run()
    return EX_SOFTWARE if failed else 0


if __name__ == "__main__":
    sys.exit(main())
