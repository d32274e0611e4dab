"""Attachments can be written: the folder on the disk, or the bucket. Those in the database are the
database's."""

import os

from odoo.addons.insightpulse_platform import settings as platform
from odoo.tools import config

from ..checking import FAIL, PASS, Check, Result


def run(context):
    if platform.filestore() != "disk":
        return Result(PASS)
    folder = config["data_dir"]
    if os.access(folder, os.W_OK | os.X_OK):
        return Result(PASS)
    return Result(
        FAIL,
        "Files cannot be written.",
        "Give Odoo's user the folder that ODOO_DATA_DIR names, or keep files in the database or "
        "in S3 (ODOO_FILESTORE).",
    )


CHECK = Check("fileStore:writable", "Files", run, kind="datastore", every=10.0)
