"""Whether a folder outlives its container."""

from __future__ import annotations

from pathlib import Path

import pytest

from boot import mounts

MOUNTINFO = r"""
1 0 0:1 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/a - b
2 1 0:2 / /proc rw shared:5 - proc proc rw
3 1 8:1 /volumes/odoo /var/lib/odoo rw - ext4 /dev/sda1 rw
4 3 0:3 / /var/lib/odoo/tmp rw - tmpfs tmpfs rw
5 1 0:4 / /with\040blank rw - xfs /dev/sdb rw
6 5 0:5 / /with\040blank rw - tmpfs tmpfs rw
""".lstrip()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "overlay"),
        ("/var/lib", "overlay"),
        ("/var/lib/odoo", "ext4"),
        ("/var/lib/odoo/filestore", "ext4"),
        ("/var/lib/odoo/tmp/x", "tmpfs"),
        ("/var/lib/odoo2", "overlay"),
        ("/with blank/x", "tmpfs"),
    ],
)
def test_the_nearest_mount_counts(tmp_path: Path, folder, kind):
    file = tmp_path / "mountinfo"
    file.write_text(MOUNTINFO)
    assert mounts.kind_of(Path(folder), file) == kind


@pytest.mark.parametrize(("folder", "kind"), [("/var/lib/odoo", "9p root"), ("/mnt/host/x", "9p")])
def test_the_root_of_a_sandbox_is_no_folder_of_the_host(tmp_path, folder, kind):
    file = tmp_path / "mountinfo"
    file.write_text("1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /mnt/host rw - 9p none rw\n")
    assert mounts.kind_of(Path(folder), file) == kind


def test_without_proc_nothing_is_claimed(tmp_path):
    assert mounts.kind_of(Path("/"), tmp_path / "none") == ""
