"""The models that a server lists, their vectors, and how a download looks: data, no model."""

from __future__ import annotations

import math
import re
import zlib
from typing import Any

DIMENSIONS = 64
_SIZE = 2_019_393_189

PULLING: list[dict[str, Any]] = [
    {"progress": {"status": "pulling manifest"}},
    *(
        {
            "progress": {
                "status": "pulling dde5aa3fc5ff",
                "digest": "sha256:dde5aa3fc5ff",
                "total": _SIZE,
                "completed": _SIZE * quarter // 4,
            }
        }
        for quarter in range(5)
    ),
    {"progress": {"status": "verifying sha256 digest"}},
    {"progress": {"status": "writing manifest"}},
    {"progress": {"status": "success"}},
]


def listing(models: dict[str, list[str]]) -> dict[str, Any]:
    return {"models": [_entry(name) for name in models]}


def _entry(name: str) -> dict[str, Any]:
    details = {
        "format": "gguf", "family": "llama", "families": ["llama"], "parameter_size": "3.2B",
        "quantization_level": "Q4_K_M",
    }  # fmt: skip
    return {
        "name": name, "model": name, "modified_at": "2026-01-01T00:00:00Z", "size": _SIZE,
        "digest": "dde5aa3fc5ff", "details": details,
    }  # fmt: skip


def shown(capabilities: list[str]) -> dict[str, Any]:
    return {
        "details": {"family": "llama", "families": ["llama"]},
        "model_info": {"general.architecture": "llama"},
        "capabilities": capabilities,
    }


def openai_listing(models: dict[str, list[str]]) -> dict[str, Any]:
    data = [{"id": name, "object": "model", "created": 0, "owned_by": "script"} for name in models]
    return {"object": "list", "data": data}


def vector(text: str) -> list[float]:
    """A bag of words of length 1: texts that share words are near each other."""
    counts = [0.0] * DIMENSIONS
    for word in re.findall(r"\w+", text.lower()) or [text]:
        counts[zlib.crc32(word.encode()) % DIMENSIONS] += 1.0
    length = math.sqrt(sum(count * count for count in counts))
    return [count / length for count in counts]
