"""``python pdf_process.py SECONDS MEGABYTES PAGES CHARACTERS``: a PDF on stdin → JSON on stdout.

``{"count": 2, "pages": [[1, "text"], …]}`` or ``{"problem": "…"}``. See ``pdf.py``.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any


def read(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    try:
        import pypdf
    except ImportError:
        import PyPDF2 as pypdf  # as Debian packages it for Odoo
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "It is protected by a password."}
        count = len(reader.pages)
        found, left = [], most_characters
        for number in range(min(count, most_pages)):
            try:
                text = reader.pages[number].extract_text()[:left]
            except MemoryError:
                raise
            except Exception:  # one page is damaged: the others are not
                text = ""
            left -= len(text)
            found.append([number + 1, text])
            if not left:
                break
    except Exception as error:
        return {"problem": f"It is damaged and cannot be opened ({type(error).__name__})."}
    return {"count": len(found), "pages": found}


def main() -> None:
    seconds, megabytes, most_pages, most_characters = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    logging.disable()
    sys.setrecursionlimit(3000)
    answer = read(sys.stdin.buffer.read(), most_pages, most_characters)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
