"""Print reports where memory is limited and workers are few.

Upstream, ``odoo/addons/base/models/ir_actions_report.py``:

- ``_run_wkhtmltopdf`` starts a child that inherits ``limit_memory_hard``, a limit of addresses.
  WebKit reserves more than a gigabyte of them at its start, for 70 MB that it touches, and ends by
  a segmentation fault. Here it may have what it asks for, one at a time in the whole container, and
  if the kernel has to end a process, it ends this one.
- ``_get_report_url`` lets it fetch style sheets from the HTTP workers. Two people who print at once
  hold two workers, and the printers wait for a third for ever. Here it asks the evented process.
"""

import fcntl
import os
import resource
import subprocess
import tempfile
from pathlib import Path

from odoo.tools import config

LOCK = Path(tempfile.gettempdir()) / f"insightpulse-print-{os.getuid()}.lock"


def unlimited():
    """In the child, before it becomes wkhtmltopdf."""
    _soft, ceiling = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    Path("/proc/self/oom_score_adj").write_text("1000")


def apply():
    from odoo.addons.base.models import ir_actions_report

    get_report_url = ir_actions_report.IrActionsReport._get_report_url

    def run_alone(args):
        with LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return subprocess.run(
                [ir_actions_report._wkhtml().bin, *args],
                capture_output=True, encoding="utf-8", check=False, preexec_fn=unlimited,
            )  # fmt: skip

    def evented_url(self, layout=None):
        if not config["workers"] or self.env["ir.config_parameter"].sudo().get_param("report.url"):
            return get_report_url(self, layout)
        return f"http://127.0.0.1:{config['gevent_port']}"

    ir_actions_report._run_wkhtmltopdf = run_alone
    ir_actions_report.IrActionsReport._get_report_url = evented_url
