"""What the property-based tests share: values as manifests may have them, and patience."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# a busy machine is no counterexample
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
LITERALS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
NEW_LINES = st.sampled_from(["\n", "\r\n", "\r"])
