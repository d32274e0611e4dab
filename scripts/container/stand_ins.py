"""Base images made from Debian packages, for hosts that reach a Debian mirror and no registry.

They stand in for ``odoo:19.0`` and ``python:3.12-slim``, and are not those: Debian 13 has
Python 3.13, its Odoo package leaves out a few assets, and there is neither wkhtmltopdf nor rtlcss.
What the Dockerfiles rely on or remove is there: user, volumes, entrypoint, translations, packages
that only the making of the base needed, a Python that lets pip in only when told.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from container.engine import Engine
from native import commands, debian
from native.debian import PrivateApt
from native.places import Places
from native.progress import SetupError, step
from native.stamps import require_free_space

SUITE = "trixie"
# Not needed to run, and in the real images neither.
_EXCLUDED = ("man", "info", "locale", "doc")
_RECIPE_LABEL = "insightpulse.stand-in.recipe"


@dataclass(frozen=True)
class StandIn:
    """One base image: the packages beside Debian's essential ones, and what is done with them."""

    replaces: str
    packages: tuple[str, ...]
    with_odoo: bool
    hooks: tuple[str, ...]  # shell, run by mmdebstrap with the root folder as $1
    configuration: str  # instructions of a Dockerfile

    @property
    def image(self) -> str:
        return f"localhost/stand-in/{self.replaces}"

    @property
    def name(self) -> str:
        return re.sub(r"[^\w.-]", "-", self.replaces)

    @property
    def recipe(self) -> str:
        """Changes whenever this description does."""
        return _hash(repr(self))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


ODOO = StandIn(
    replaces="odoo:19.0",
    packages=(
        "ca-certificates",
        "curl",
        "fonts-noto-cjk",
        "libssl-dev",
        "node-less",
        "npm",
        "python3-ldap",
        "python3-pip",
        "python3-setuptools",
    ),
    with_odoo=True,
    hooks=(
        # a second copy of all modules' Python that only Debian's package has
        'rm -r "$1/usr/lib/python3/dist-packages/addons"',
        # ours has to take its place, so it only fails
        'printf "#!/bin/sh\\nexit 64\\n" > "$1/entrypoint.sh" && chmod 755 "$1/entrypoint.sh"',
        'mkdir -p "$1/mnt/extra-addons"',
        'chroot "$1" chown odoo: /mnt/extra-addons /var/lib/odoo',
    ),
    configuration="""\
SHELL ["/bin/bash", "-xo", "pipefail", "-c"]
ENV LANG=en_US.UTF-8 ODOO_VERSION=19.0 ODOO_RC=/etc/odoo/odoo.conf
VOLUME ["/var/lib/odoo", "/mnt/extra-addons"]
EXPOSE 8069 8071 8072
USER odoo
ENTRYPOINT ["/entrypoint.sh"]
CMD ["odoo"]
""",
)
PYTHON = StandIn(
    replaces="python:3.12-slim",
    packages=("ca-certificates", "python3-venv"),
    with_odoo=False,
    # the real one as well has its own Python and pip below /usr/local, apart from Debian's packages
    hooks=('chroot "$1" python3 -m venv /usr/local',),
    configuration="""\
ENV LANG=C.UTF-8
CMD ["python3"]
""",
)
ALL = (ODOO, PYTHON)


def ensure(places: Places, engine: Engine, stand_in: StandIn, *, newest: bool = False) -> str:
    """The image's name, made unless it is there; ``newest``: also when its packages moved on."""
    with engine.alone():
        return _ensure(places, engine, stand_in, newest)


def _ensure(places: Places, engine: Engine, stand_in: StandIn, newest: bool) -> str:
    made = engine.inspect(stand_in.image, f'{{{{index .Labels "{_RECIPE_LABEL}"}}}}')
    if not newest and made and made.split("-")[0] == stand_in.recipe:
        return stand_in.image
    archive = Archive(places, engine.log)
    with step(f"the packages of {stand_in.image}"):
        odoo = archive.odoo() if stand_in.with_odoo else None
        versions = archive.versions(stand_in, odoo)
    label = f"{stand_in.recipe}-{versions}"
    if made == label:
        return stand_in.image
    folder = engine.folder / stand_in.name
    rootfs = folder / f"{versions}.tar.zst"
    if not rootfs.is_file():
        with step(f"{stand_in.image}: Debian {SUITE} from packages"):
            _make(folder, archive, stand_in, odoo, rootfs)
    with step(f"{stand_in.image}: import"):
        require_free_space(engine.folder, 3000, stand_in.image)
        # not by `podman import`: buildah finds no finished step again on an image made by that
        dockerfile = folder / "Dockerfile"
        dockerfile.write_text(f"FROM scratch\nADD {rootfs.name} /\n{stand_in.configuration}")
        engine.run(
            "buildah", "build", "--isolation", "chroot", "--format", "docker",
            "--label", f"{_RECIPE_LABEL}={label}", "--tag", stand_in.image, folder,
            what=f"Importing {rootfs}",
        )  # fmt: skip
    return stand_in.image


class Archive:
    """Debian's packages, from the mirror that the host's own apt uses."""

    def __init__(self, places: Places, log: Path) -> None:
        sources = debian.host_sources()
        self.log = log
        self.mirror = debian.debian_mirror(sources)
        self.keyring = debian.debian_keyring(places, sources, log)

    def line(self, suite: str) -> str:
        return f"deb [signed-by={self.keyring}] {self.mirror} {suite} main"

    def odoo(self) -> Path:
        """The package file of Odoo, out of the same downloads as the native set-up's."""
        suite = debian.SUITE_WITH_ODOO
        apt = PrivateApt(suite, [self.line(suite)], self.log)
        wanted = [f"odoo-19={debian.ODOO_VERSION}", *debian.ODOO_COMPANIONS]
        packages = apt.download(wanted, what="Odoo 19 (Debian package)")
        return next(package for package in packages if package.name.startswith("odoo-19_"))

    def versions(self, stand_in: StandIn, odoo: Path | None) -> str:
        """A hash over what makes the root folder: all packages with their hashes, and the hooks."""
        apt = PrivateApt(SUITE, [self.line(SUITE)], self.log)
        what = f"The list of packages of Debian {SUITE}"
        commands.run([*apt.command, "update"], what=what, log=self.log)
        (apt.folder / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        listing = subprocess.run(
            [*apt.command, "-o", "APT::Install-Recommends=false", "install", "--print-uris",
             "--yes", "?essential", "apt", *stand_in.packages, *([odoo] if odoo else [])],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        packages = re.findall(r"^'[^']+' (\S+ \d+ \S+)", listing.stdout, re.MULTILINE)
        if listing.returncode or not packages:
            raise SetupError(f"{what}: {listing.stderr.strip()}")
        parts = [*sorted(packages), odoo.name if odoo else "", *_EXCLUDED, *stand_in.hooks]
        return _hash("\n".join(parts))


def _make(
    folder: Path, archive: Archive, stand_in: StandIn, odoo: Path | None, rootfs: Path
) -> None:
    """Write ``rootfs`` at one stroke; what an interrupted run left is thrown away."""
    require_free_space(folder.parent, 6000, stand_in.image)
    shutil.rmtree(folder, ignore_errors=True)
    workdir = folder / "tmp"
    workdir.mkdir(parents=True)
    partial = folder / "partial.tar.zst"
    options = [
        "--mode=root", "--variant=minbase", "--skip=output/dev", f"--keyring={archive.keyring}",
        f"--include={','.join(stand_in.packages)}",
        '--aptopt=Acquire::Check-Valid-Until "false"',
        '--aptopt=Acquire::Languages "none"',
        '--aptopt=Acquire::Retries "3"',
        "--dpkgopt=force-unsafe-io",
    ]  # fmt: skip
    options += [f"--dpkgopt=path-exclude=/usr/share/{folder}/*" for folder in _EXCLUDED]
    options += ["--dpkgopt=path-include=/usr/share/doc/*/copyright"]
    hooks = []
    if odoo:
        hooks += [
            f'copy-in "{odoo}" /root',
            'chroot "$1" env DEBIAN_FRONTEND=noninteractive apt-get install --yes '
            f'--no-install-recommends "/root/{odoo.name}"',
            f'rm "$1/root/{odoo.name}"',
        ]
    # the image's own key ring, wherever this host keeps its copy
    hooks += [
        f'echo "deb {archive.mirror} {SUITE} main" > "$1/etc/apt/sources.list"',
        *stand_in.hooks,
    ]
    # In namespaces that end with us: an interrupted run leaves neither a process that still writes
    # nor this host's /dev mounted where the next run clears up.
    commands.run(
        ["setpriv", "--pdeathsig=KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child",
         "--mount-proc", "mmdebstrap", *options,
         *(f"--customize-hook={hook}" for hook in hooks), SUITE, partial,
         f"deb {archive.mirror} {SUITE} main"],
        what=f"Making {stand_in.image}", log=archive.log,
        env=os.environ | {"TMPDIR": str(workdir)},
    )  # fmt: skip
    shutil.rmtree(workdir, ignore_errors=True)
    partial.replace(rootfs)
