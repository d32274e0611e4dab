"""A real S3 server on loopback (`rclone serve s3`): it stands for Spaces or Supabase Storage.

It checks every signature. What it cannot show is what only a provider has: its rights, its speed.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import s3
from native.ports import answers
from native.processes import Child, wait_until
from native.progress import SetupError

BUCKET, KEY_ID, SECRET = "files", "S3TESTKEYID", "s3-test/secret+of=the~tests"


class ObjectStore:
    """The bucket `files` in a folder: each object is a file there."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self._log = folder, log
        (folder / BUCKET).mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """The variables of `entrypoint.sh`."""
        return {
            "S3_ENDPOINT_URL": self.url,
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY_ID": KEY_ID,
            "S3_SECRET_ACCESS_KEY": SECRET,
        }

    def start(self, secret: str = SECRET) -> None:
        """``secret``: the only key that it takes."""
        self._child = Child(
            "s3",
            [Path(sys.executable).with_name("rclone"), "serve", "s3", self.folder,
             "--addr", f"127.0.0.1:{self.port}", "--config", "/dev/null"],
            log=self._log,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder),
                 "RCLONE_AUTH_KEY": f'"{KEY_ID},{secret}"'},
        )  # fmt: skip
        if not wait_until(lambda: answers(self.port), 20):
            raise SetupError(f"rclone did not start:\n{self._child.last_lines()}")

    def stop(self) -> None:
        if self._child:
            self._child.kill()
            self._child = None

    def hang(self) -> socket.socket:
        """Instead of it, somebody who takes connections and never answers, until closed."""
        self.stop()
        return socket.create_server(("127.0.0.1", self.port))

    def objects(self, below: str = "") -> dict[str, bytes]:
        """`key → content` of all that is in the bucket, or in a folder of it."""
        root = self.folder / BUCKET
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted((root / below).rglob("*"))
            if path.is_file()
        }

    def store(self, database: str) -> s3.Store:
        """What Odoo does, done by somebody else. (The server remembers its folders for minutes, so
        a file that is put there is not seen.)"""
        bucket = s3.Bucket(self.url, BUCKET, s3.Key(KEY_ID, SECRET, "us-east-1"))
        return s3.Store(bucket, database)
