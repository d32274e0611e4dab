from . import (
    test_access,
    test_buttons,
    test_health_checks,
    test_interruptions,
    test_large_images,
    test_real_service,
    test_service_answer,
    test_service_client,
    test_settings,
    test_way,
)
