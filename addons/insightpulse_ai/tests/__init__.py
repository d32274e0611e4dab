from . import (
    test_access,
    test_ask,
    test_context,
    test_life,
    test_note,
    test_proposal,
    test_settings,
    test_source_content,
    test_source_embedding,
    test_source_indexing,
    test_source_rights,
    test_stream,
)
