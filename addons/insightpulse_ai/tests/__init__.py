from . import (
    test_access,
    test_ask,
    test_context,
    test_life,
    test_model_pull,
    test_note,
    test_overview,
    test_proposal,
    test_quota,
    test_retention,
    test_settings,
    test_stream,
)
