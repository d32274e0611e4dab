"""What this process counts with: its slots, once ``prepare`` has run. Nothing without."""

import functools
import logging

_logger = logging.getLogger(__name__)

slots = None


def never_fails(count):
    """A count that is lost (no slots, a full disk) is said once, and disturbs nobody."""
    said = False

    @functools.wraps(count)
    def quietly(*args, **kwargs):
        nonlocal said
        if slots is None:
            return
        try:
            count(*args, **kwargs)
        except Exception:
            if not said:
                said = True
                _logger.exception("metrics: %s counts nothing in this process", count.__name__)

    return quietly
