from . import (
    test_access,
    test_days,
    test_news,
    test_report,
    test_samples,
    test_sampler,
    test_states,
    test_status_page,
)
