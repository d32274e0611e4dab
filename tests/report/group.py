"""What one group of tests came to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Group:
    """`problems` are failures that no single test owns: an error in a log, a group without tests.

    Each problem counts as one failure. `reasons`: what a failed test said, by its name.
    `unsteady`: tests that failed at first and passed when they ran again, with what they said.
    """

    name: str
    passed: int = 0
    failed_tests: list[str] = field(default_factory=list)
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    unsteady: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> int:
        return len(self.failed_tests) + len(self.problems)

    def distrust_silence(self) -> Group:
        """A group in which no test ran proves nothing, so it fails."""
        if not self.passed and not self.failed:
            self.problems.append(
                f"no test ran in group {self.name!r}"
                + (f" ({self.skipped} skipped)" if self.skipped else "")
            )
        return self
