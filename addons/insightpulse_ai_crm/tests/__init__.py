from . import test_automation, test_leads
