from . import test_answering, test_attacks, test_handover, test_wording
