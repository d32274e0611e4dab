"""Did you mean?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_CUTOFF = 0.75


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """` (did you mean 'x'?)`, or nothing when no candidate is close."""
    import difflib  # rarely needed

    size, letters = len(name), Counter(name).items()
    likely = [
        other
        for other in candidates
        # what get_close_matches looks at first, and slowly: length, and letters in common
        if 2 * min(size, len(other)) >= (enough := _CUTOFF * (size + len(other)))
        and 2 * sum([min(count, other.count(letter)) for letter, count in letters]) >= enough
    ]
    close = difflib.get_close_matches(name, likely, n=1, cutoff=_CUTOFF)
    return f" (did you mean {close[0]!r}?)" if close else ""
