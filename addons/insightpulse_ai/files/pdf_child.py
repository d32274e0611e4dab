"""The child of ``pdf``: a PDF from standard input, its pages as JSON to standard output.

``pdf_child.py SECONDS MEGABYTES PAGES CHARACTERS``. It limits itself before it reads a byte, and
ends where its process ends: at so many seconds of the processor, and so much memory.
"""

from __future__ import annotations

import io
import json
import resource
import sys


def main() -> None:
    seconds, megabytes, most_pages, most_characters = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(read(most_pages, most_characters)))


def read(most_pages: int, most_characters: int) -> dict[str, object]:
    try:
        from pypdf import PdfReader
    except ModuleNotFoundError:
        try:
            from PyPDF2 import PdfReader  # what Ubuntu's Odoo has
        except ModuleNotFoundError:
            return {"problem": "missing"}
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "locked"}
        count, left = len(reader.pages), most_characters
        texts: list[str] = []
        damaged = 0
        for number in range(min(count, most_pages)):
            try:
                text = reader.pages[number].extract_text() or ""
            except MemoryError:
                raise
            except Exception:  # one page is damaged: the others are not
                text, damaged = "", damaged + 1
            texts.append(text[:left].encode("utf-8", "replace").decode())
            left -= len(text)
            if left <= 0:
                break
        if damaged == len(texts):
            return {"problem": "broken"}
    except Exception:
        return {"problem": "broken"}
    return {"texts": texts, "pages": count}


if __name__ == "__main__":
    main()
