from __future__ import annotations


def document(settings) -> dict:
    return {"openapi": "3.1.0"}
