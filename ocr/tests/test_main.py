import os
import subprocess
import sys
from pathlib import Path

OCR = Path(__file__).resolve().parent.parent


def test_a_public_address_without_a_token_is_refused_in_words():
    process = subprocess.run(
        [sys.executable, "-m", "ocr_service"],
        cwd=OCR,
        env={"PATH": os.environ["PATH"], "OCR_HOST": "0.0.0.0", "OCR_PORT": "none"},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert process.returncode == 78  # EX_CONFIG: a supervisor must not try again
    assert "set OCR_TOKEN or OCR_TOKEN_FILE, or bind to 127.0.0.1" in process.stderr
    assert "OCR_PORT='none'" in process.stderr
    assert "Traceback" not in process.stderr
