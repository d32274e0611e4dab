from . import (
    test_access,
    test_ask,
    test_context,
    test_life,
    test_note,
    test_proposal,
    test_settings,
    test_stream,
)
