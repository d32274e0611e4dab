"""The child of ``pdf``: a PDF from standard input, its text as JSON to standard output.

It limits itself before it reads a byte, and ends where its process ends: at so many seconds of the
processor, and so much memory.
"""

from __future__ import annotations

import io
import json
import resource
import sys

CPU_SECONDS = 8
MEMORY_BYTES = 256 * 1024 * 1024
PAGES = 30
CHARACTERS = 120_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(read()))


def read() -> dict[str, object]:
    try:
        from pypdf import PdfReader
    except ImportError:
        try:
            from PyPDF2 import PdfReader  # what Ubuntu's Odoo has
        except ImportError:
            return {"problem": "missing"}
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "locked"}
        count = len(reader.pages)
        texts: list[str] = []
        for page in reader.pages[:PAGES]:
            texts.append(page.extract_text() or "")
            if sum(map(len, texts)) > CHARACTERS:
                break
    except Exception:
        return {"problem": "broken"}
    text = "\n\n".join(texts)[:CHARACTERS]
    return {"text": text.encode("utf-8", "replace").decode(), "pages": count, "read": len(texts)}


if __name__ == "__main__":
    main()
