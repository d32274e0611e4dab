"""A wkhtmltopdf for the stand-in of Odoo's image: Debian 12's, the last Debian that had it.

The real image has version 0.12.6.1 on a patched Qt 4. This one is 0.12.6 on Qt 5, without the
patches: it prints neither headers nor footers, and what it needs is nearly the same.
"""

from __future__ import annotations

import os
import shutil

from container.engine import Engine
from container.stand_ins import Archive
from native import commands
from native.places import Places
from native.progress import step

SUITE = "bookworm"
_ROOT = "/opt/wkhtmltopdf"
_LIBRARIES = f"{_ROOT}/usr/lib/x86_64-linux-gnu:{_ROOT}/lib/x86_64-linux-gnu"
_LAUNCHER = f"""\
#!/bin/sh
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/tmp
export QT_PLUGIN_PATH={_ROOT}/usr/lib/x86_64-linux-gnu/qt5/plugins
exec {_ROOT}/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path {_LIBRARIES} \\
  {_ROOT}/usr/bin/wkhtmltopdf "$@"
"""


def ensure(places: Places, engine: Engine) -> tuple[str, ...]:
    """Options for ``podman run`` that put it into a container."""
    folder = engine.folder / "wkhtmltopdf"
    launcher = folder / "wkhtmltopdf"
    with engine.alone():
        if not launcher.is_file():
            with step("wkhtmltopdf (Debian package)"):
                _make(places, engine)
                launcher.write_text(_LAUNCHER)
                launcher.chmod(0o755)
    return (
        "--volume", f"{folder / 'root'}:{_ROOT}:ro",
        "--volume", f"{launcher}:/usr/local/bin/wkhtmltopdf:ro",
    )  # fmt: skip


def _make(places: Places, engine: Engine) -> None:
    folder = engine.folder / "wkhtmltopdf"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "root").mkdir(parents=True)
    archive = Archive(places, engine.log)
    packed = folder / "root.tar"
    commands.run(
        ["mmdebstrap", "--mode=root", "--variant=extract", f"--keyring={archive.keyring}",
         "--include=wkhtmltopdf,fonts-dejavu-core", "--skip=output/dev",
         '--aptopt=Acquire::Check-Valid-Until "false"',
         SUITE, packed, f"deb {archive.mirror} {SUITE} main"],
        what="Unpacking wkhtmltopdf", log=archive.log,
        env=os.environ | {"TMPDIR": str(engine.folder / "tmp")},
    )  # fmt: skip
    commands.run(
        ["tar", "-C", folder / "root", "-xf", packed], what="Unpacking wkhtmltopdf", log=archive.log
    )
    packed.unlink()
