"""What stands behind ``entrypoint.sh``: environment → settings → rendered files → processes.

``s3`` is the platform addon's: both talk to the same bucket.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "addons" / "insightpulse_platform"))
