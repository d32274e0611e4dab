"""Lets PaddleX find OpenCV under the name of its desktop build.

PaddleX asks the package metadata for `opencv-contrib-python`. That build needs libGL and GLib from
the system, which a server does not have and which cannot be installed without root. The build
`opencv-contrib-python-headless` of the same version is the same library without windows. So this
adds a finder (the extension point that importlib.metadata documents) which answers the first name
with the metadata of the second. Nothing of PaddleX is patched.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import metadata

ASKED = "opencv-contrib-python"
INSTALLED = "opencv-contrib-python-headless"


class HeadlessOpenCV(metadata.DistributionFinder):
    @classmethod
    def find_spec(cls, *_args: object) -> None:
        """Finds no module: only metadata is its business."""

    @classmethod
    def find_distributions(
        cls, context: metadata.DistributionFinder.Context | None = None
    ) -> Iterable[metadata.Distribution]:
        if context is None or context.name is None or context.name.lower() != ASKED:
            return []
        try:
            return [metadata.distribution(INSTALLED)]
        except metadata.PackageNotFoundError:
            return []


def install() -> None:
    # Last in the list: a real opencv-contrib-python, where there is one, is found first.
    if HeadlessOpenCV not in sys.meta_path:
        sys.meta_path.append(HeadlessOpenCV)
