from . import (
    test_access,
    test_days,
    test_instances,
    test_news,
    test_readiness,
    test_report,
    test_response_times,
    test_rpc_errors,
    test_sampler,
    test_samples,
    test_states,
    test_status_page,
)
