"""Whether the files are there that the database names: a volume may not be mounted, or a restore
have brought the database alone."""

from __future__ import annotations

from pathlib import Path

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .tables import present

LOOKED_AT = 10
"""The oldest: what was stored since the loss is there."""

REMEDY = (
    "Mount the volume that has been at ODOO_DATA_DIR, or bring its files back from a backup: "
    "`entrypoint.sh restore`. A disk that is new at each deployment keeps none: "
    "ODOO_FILESTORE=s3 or db."
)
_OLDEST = """
    SELECT store_fname FROM ir_attachment
     WHERE store_fname IS NOT NULL AND store_fname NOT LIKE 's3://%%' ORDER BY id LIMIT %s
"""


def run(context: Context) -> Result:
    if not context.database or deployment.filestore() != "disk":
        return Result(PASS, "Files are not kept on the disk.")
    if not present(context, "ir_attachment"):
        return Result(PASS, "The database names no files.")
    names = [name for (name,) in context.rows(_OLDEST, (LOOKED_AT,))]
    return judged(deployment.files_folder(context.database), names)


def judged(folder: Path, names: list[str]) -> Result:
    """``names``: as the database has them, below ``folder``."""
    if not names:
        return Result(PASS, "The database names no files.")
    if any((folder / name).is_file() for name in names):
        return Result(PASS)
    return Result(FAIL, f"The files that the database names are not in {folder}.", REMEDY)


CHECK = Check(
    "fileStore:lost", "Stored files", run, kind="datastore", late=WARN, every=300.0,
    of_instance=True,
)  # fmt: skip
