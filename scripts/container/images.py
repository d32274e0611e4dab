"""The two images, built as a Docker engine would build them, on the stand-ins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from boot.revision import of_checkout
from container import stand_ins
from container.engine import Engine
from container.stand_ins import StandIn
from native.places import Places
from native.progress import step

_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass(frozen=True)
class Image:
    """``context``: the folder of what it is built from, relative to the checkout.

    ``dockerfile``: relative to the context.
    """

    name: str
    context: str
    base: StandIn
    version: str = "latest"
    dockerfile: str = "Dockerfile"

    @property
    def tag(self) -> str:
        return f"localhost/{self.name}:{self.version}"


WEB = Image("insightpulse-odoo", ".", stand_ins.ODOO)
OCR = Image("insightpulse-ocr", "ocr", stand_ins.PYTHON)
ALL = (WEB, OCR)
POSTGRES = Image(
    "pgvector/pgvector", "scripts", stand_ins.PYTHON, "pg16", "container/postgres/Dockerfile"
)
"""Under the name by which docker-compose.yml asks for the real one."""


def build(
    places: Places, engine: Engine, image: Image, *, target: str = "", **arguments: str
) -> str:
    """The tag of the image, built from the checkout as it is; finished steps are kept.

    ``target``: the stage to stop at, which then is its tag. ``arguments``: of the build, such as
    ``ODOO_LANGUAGES``.
    """
    base = stand_ins.ensure(places, engine, image.base)
    arguments = {"BASE_IMAGE": base, "REVISION": of_checkout(places.checkout)} | arguments
    options = [part for item in arguments.items() for part in ("--build-arg", "=".join(item))]
    tag = f"localhost/{image.name}:{target}" if target else image.tag
    if target:
        options += ["--target", target]
    if _CERTIFICATES.is_file():  # pip's mirror may be vouched for by this host's authorities only
        options += ["--volume", f"{_CERTIFICATES}:{_CERTIFICATES}:ro"]
    with step(f"{image.name}: build"):
        engine.run(
            "buildah", "build", "--isolation", "chroot", "--format", "docker", "--layers",
            "--pull-never", *options, "--tag", tag,
            "--file", places.checkout / image.context / image.dockerfile,
            places.checkout / image.context,
            what=f"Building {image.name}", cwd=places.checkout,
        )  # fmt: skip
    return tag


def megabytes(engine: Engine, tag: str) -> int:
    """The size of all layers, in 10^6 bytes."""
    return int(engine.inspect(tag, "{{.Size}}") or 0) // 1_000_000
