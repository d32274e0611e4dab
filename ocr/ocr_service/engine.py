"""PaddleOCR on ONNX Runtime: one upright image in, lines out."""

from __future__ import annotations

import logging
import math
import os
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from . import opencv_name, weights
from .lines import Line

if TYPE_CHECKING:
    import numpy as np

#: PaddleOCR finds text on a reduced copy of the page, and reads it from the page itself. The copy's
#: longer side has at most this many pixels …
DETECTION_SIDE = 960
#: … unless that would leave its shorter side, on a till receipt, with less than this many: then it
#: may be longer, as far as this area. README, "Accuracy and memory", has the measurement.
DETECTION_SHORT_SIDE = 320
DETECTION_AREA = 900_000


def description(tier: str) -> dict[str, str]:
    return {
        "name": "paddleocr",
        "version": metadata.version("paddleocr"),
        "weights": weights.weights_name(tier),
        "tier": tier,
        "licence": weights.LICENCE,
    }


def detection_side(width: int, height: int) -> int:
    """Longer side, in pixels, of the copy on which text is found."""
    slenderness = max(width, height) / max(1, min(width, height))
    wanted = DETECTION_SHORT_SIDE * slenderness
    allowed = math.sqrt(DETECTION_AREA * slenderness)
    return round(max(DETECTION_SIDE, min(wanted, allowed)))


class Engine:
    """Loads the models (about two seconds). Not thread-safe: one page at a time."""

    def __init__(self, tier: str, cache: Path):
        directories = {kind: weights.model_dir(tier, kind, cache) for kind in weights.KINDS}
        # PaddleX reads these when it is imported: no search for a model hub, and a home for the
        # few files that it keeps.
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        os.environ["PADDLE_PDX_CACHE_HOME"] = str(cache)
        opencv_name.install()
        from paddleocr import PaddleOCR

        logging.getLogger("paddlex").setLevel(logging.WARNING)  # it greets each model in colour
        self._ocr = PaddleOCR(
            engine="onnxruntime",
            # More threads gained nothing; the arena keeps the largest page for ever.
            engine_config={
                "intra_op_num_threads": 1,
                "inter_op_num_threads": 1,
                "enable_cpu_mem_arena": False,
                "enable_mem_pattern": False,
            },
            device="cpu",
            text_detection_model_name=weights.model_name(tier, "det"),
            text_detection_model_dir=str(directories["det"]),
            text_recognition_model_name=weights.model_name(tier, "rec"),
            text_recognition_model_dir=str(directories["rec"]),
            text_recognition_batch_size=1,
            text_det_limit_side_len=DETECTION_SIDE,
            text_det_limit_type="max",
            use_doc_orientation_classify=False,
            use_doc_unwarping=False,
            use_textline_orientation=False,
        )

    def read(self, image: np.ndarray) -> list[Line]:
        """`image`: height × width × 3, uint8, BGR. Lines top to bottom, polygons in its pixels."""
        height, width = image.shape[:2]
        side = detection_side(width, height)
        (result,) = self._ocr.predict(image, text_det_limit_side_len=side)
        return [
            {
                "text": text,
                "confidence": round(float(score), 4),
                "polygon": [[round(float(x), 1), round(float(y), 1)] for x, y in polygon],
                "source": "ocr",
            }
            for text, score, polygon in zip(
                result["rec_texts"], result["rec_scores"], result["rec_polys"], strict=True
            )
            if text.strip()
        ]
