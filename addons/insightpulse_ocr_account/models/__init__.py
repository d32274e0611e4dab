from . import (
    account_tax,
    bill_decoder,
    bill_notes,
    bill_prefill,
    bill_supplier,
    bill_typed_lines,
    res_partner,
)
