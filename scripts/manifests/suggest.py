"""Did you mean?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_CUTOFF = 0.75


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """` (did you mean 'x'?)`, or nothing when no candidate is close."""
    import difflib  # rarely needed

    letters = Counter(name).items()
    likely = [
        other
        for other in candidates
        # what get_close_matches looks at first, and slowly: how many letters they have in common
        if 2 * sum(min(count, other.count(letter)) for letter, count in letters)
        >= _CUTOFF * (len(name) + len(other))
    ]
    close = difflib.get_close_matches(name, likely, n=1, cutoff=_CUTOFF)
    return f" (did you mean {close[0]!r}?)" if close else ""
