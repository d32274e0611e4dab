#!/usr/bin/env python3
"""Look at a deployment from outside, and say what is wrong with it. Needs Python alone."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent)

from verify_deployment.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
