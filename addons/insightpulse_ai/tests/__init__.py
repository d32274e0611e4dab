from . import (
    test_access,
    test_ask,
    test_context,
    test_fill,
    test_fill_action,
    test_fill_interruptions,
    test_fill_review,
    test_life,
    test_note,
    test_proposal,
    test_settings,
    test_stream,
)
