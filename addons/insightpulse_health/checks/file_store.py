"""Whether files can be kept: on the disk, in a bucket, or with the database."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from . import deployment
from .borrowed import FAIL, PASS, WARN, Check, Context, Result
from .wording import size

LITTLE, TOO_LITTLE = 500_000_000, 100_000_000
"""Bytes. A backup's or an upload's temporary files take some hundred million."""
EVERY = 0.9
"""Seconds, while somebody asks; anybody may, and a bucket has to bear that. Readiness looks twice a
second, tells what the look before found, and has to follow within two: each second time is due."""

FOLDER = (
    "See that the volume of ODOO_DATA_DIR is mounted and writable for the user that Odoo runs as "
    "(`entrypoint.sh check` says which), or keep files elsewhere: ODOO_FILESTORE=s3 or db."
)
SPACE = (
    "Delete what is not needed there (old backups, logs), enlarge the volume, or move attachments "
    "into S3: ODOO_FILESTORE=s3, then `entrypoint.sh move-attachments`."
)
BUCKET = (
    "Compare S3_ENDPOINT_URL, S3_BUCKET, S3_REGION and the key S3_ACCESS_KEY_ID with what the "
    "provider's console shows; the key must be allowed to read and write. See the provider's "
    "status page if it does not answer at all."
)


def run(context: Context) -> Result:
    if not context.database:
        return Result(PASS, "No database is chosen.")
    kind = deployment.filestore()
    if kind == "db":
        return Result(PASS, "Files are kept in the database.", value="db")
    if kind == "s3":
        return of_bucket(deployment.files_in_bucket(context.database))
    return of_disk(deployment.files_folder(context.database))


def of_disk(folder: Path) -> Result:
    """By writing into it: permissions alone do not tell of a volume that became read-only."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"health")
        free = shutil.disk_usage(there).free
    except OSError as error:
        words = f"No file can be stored in {folder}: {error.strerror or error}."
        return Result(FAIL, words, FOLDER)
    words = f"{size(free)} are free on the disk of {folder}."
    if free >= LITTLE:
        return Result(PASS, words, value=free, unit="bytes")
    return Result(FAIL if free < TOO_LITTLE else WARN, f"Only {words}", SPACE, free, "bytes")


def of_bucket(store: object) -> Result:
    """By one small request, which a bucket that is missing or closed to us refuses."""
    if store is None:
        words = "Files should lie in S3, and no bucket is set."
        return Result(FAIL, words, BUCKET)
    try:
        store.owner()  # type: ignore[attr-defined]
    except Exception as error:  # S3Error, whose words hold the address and no key
        return Result(FAIL, f"Files can be neither read nor stored: {error}", BUCKET)
    return Result(PASS, "The bucket answers; whether it takes new files is not tried.", value="s3")


CHECK = Check(
    "fileStore:writable", "File storage", run, kind="datastore", seconds=4.0, every=EVERY,
    of_instance=True,
)  # fmt: skip
