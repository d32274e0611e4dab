from . import (
    test_arrival,
    test_line_plan,
    test_prefill,
    test_purchase_taxes,
    test_read_bill,
    test_rights,
    test_service,
    test_supplier,
    test_words,
)
