"""What the checks found, as numbers."""

from __future__ import annotations

from checking import PASS, WARN, Check, Observed, Result
from metrics.checks import Checks


def test_each_check_has_its_worst_as_a_number():
    def observed(name, *statuses):
        check = Check(name, "Title", lambda _context: ())
        return Observed(check, tuple(map(Result, statuses)), time=0.0, seconds=0.0)

    known = [observed("mail:failures", PASS, WARN), observed("backup:age", PASS)]
    [family] = Checks(lambda: known).collect()
    found = {sample.labels["check"]: sample.value for sample in family.samples}
    assert found == {"mail:failures": 1, "backup:age": 0}
