from . import test_doubtful_fields
