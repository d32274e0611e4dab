"""How far a long piece of work is: a bar on a terminal, a line every few seconds in a log."""

from __future__ import annotations

import time
from typing import TextIO

_WIDTH, _SECONDS_ON_TERMINAL, _SECONDS_IN_LOG = 30, 0.2, 5.0


class Progress:
    """``files`` and ``size`` (bytes) of the whole."""

    def __init__(self, files: int, size: int, out: TextIO) -> None:
        self._files, self._size, self._out = files, size, out
        self._terminal = out.isatty()
        self._done = self._bytes = 0
        self._shown = 0.0

    def advance(self, size: int) -> None:
        """One more file, of ``size`` bytes, is done."""
        self._done += 1
        self._bytes += size
        pause = _SECONDS_ON_TERMINAL if self._terminal else _SECONDS_IN_LOG
        if self._done == self._files or time.monotonic() - self._shown > pause:
            self._shown = time.monotonic()
            self._show()

    def _show(self) -> None:
        share = self._bytes / self._size if self._size else self._done / max(self._files, 1)
        if self._done == self._files:
            share = 1.0
        bar = "#" * int(share * _WIDTH)
        text = (
            f"[{bar:.<{_WIDTH}}] {int(share * 100):3} %  {self._done} of {self._files} files, "
            f"{self._bytes / 1e6:.1f} of {self._size / 1e6:.1f} MB"
        )
        if not self._terminal:
            print(text, file=self._out, flush=True)
            return
        end = "\n" if self._done == self._files else ""
        print(f"\r{text}", end=end, file=self._out, flush=True)
