from . import test_doubtful_fields, test_rights, test_sums
