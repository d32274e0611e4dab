"""How long a call may take: three limits on one monotonic clock."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Deadline:
    """The clock starts when it is made, and runs on over all calls that share it. In seconds:

    ``connect``  to find the address and connect to it
    ``idle``     without a byte from the server: before the first, and between two
    ``total``    in all
    """

    connect: float = 5.0
    idle: float = 60.0
    total: float = 300.0
    started: float = field(default_factory=time.monotonic, repr=False)

    def remaining(self) -> float:
        """Seconds until the total is used up; negative afterwards."""
        return self.started + self.total - time.monotonic()
