"""The OpenAPI 3.1 description of the service. A test holds it against the routes and real answers.

Written by hand: it is the contract, so it must not change by itself when the code does.
"""

from __future__ import annotations

from typing import Any

from . import __version__
from .problems import CATALOGUE
from .request_id import PATTERN
from .settings import TIERS, Settings

Schema = dict[str, Any]

POINT: Schema = {
    "type": "array",
    "description": "x to the right, y down, in pixels of the page; the origin is its top left.",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
}

SOURCE: Schema = {
    "enum": ["ocr", "text"],
    "description": "`text`: from the text layer of a PDF; `ocr`: recognised.",
}


def _object(properties: Schema, description: str = "") -> Schema:
    """Everything is required and nothing else is allowed: no field appears unannounced."""
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {**schema, "description": description} if description else schema


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> Schema:
    text = {"type": "string"}
    count = {"type": "integer", "minimum": 0}
    return {
        "Engine": _object(
            {
                "name": {"const": "paddleocr"},
                "version": text,
                "weights": text,
                "tier": {"enum": list(TIERS)},
                "licence": {**text, "description": "Of the weights; an SPDX identifier."},
            }
        ),
        "Line": _object(
            {
                "text": {**text, "minLength": 1},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                "polygon": {
                    "type": "array",
                    "description": "Top left, top right, bottom right, bottom left.",
                    "items": POINT,
                    "minItems": 4,
                    "maxItems": 4,
                },
                "source": SOURCE,
            },
            "A run of words on one row. Words far apart on a row are separate lines.",
        ),
        "Page": _object(
            {
                "number": {"type": "integer", "minimum": 1},
                "width": {"type": "integer", "minimum": 1, "description": "Pixels, upright."},
                "height": {"type": "integer", "minimum": 1, "description": "Pixels, upright."},
                "dpi": {
                    "type": ["number", "null"],
                    "description": "Pixels an inch; null where an image does not say.",
                },
                "rotation": {
                    "enum": [0, 90, 180, 270],
                    "description": "Degrees clockwise by which the page was turned to be upright, "
                    "after its EXIF orientation. Sizes and polygons are those of the upright page.",
                },
                "source": SOURCE,
                "lines": {"type": "array", "items": _ref("Line")},
            }
        ),
        "Document": _object(
            {
                "engine": _ref("Engine"),
                "pages": {"type": "array", "items": _ref("Page"), "minItems": 1},
                "seconds": {"type": "number", "minimum": 0},
                "warnings": {"type": "array", "items": text},
            }
        ),
        "Health": _object(
            {
                "status": {"enum": ["pass", "warming"]},
                "queue": {**count, "description": "Documents that wait."},
                "reading": {"type": "boolean", "description": "A document is being read."},
                "restarts": {**count, "description": "Times that the recogniser was replaced."},
            }
        ),
        "Version": _object(
            {"service": text, "engine": _ref("Engine"), "weights": text, "licence": text}
        ),
        "Problem": _object(
            {
                "type": {**text, "format": "uri"},
                "title": text,
                "status": {"type": "integer"},
                "detail": {**text, "description": "What was wrong and what to do, for a person."},
                "code": {"enum": list(CATALOGUE)},
            },
            "RFC 9457.",
        ),
    }


def _json(name: str, description: str) -> Schema:
    content = {"application/json": {"schema": _ref(name)}}
    return {"description": description, "content": content}


def _problems(*codes: str) -> Schema:
    """Responses by status; one status may stand for several codes."""
    by_status: dict[str, list[str]] = {}
    for code in codes:
        by_status.setdefault(str(CATALOGUE[code][0]), []).append(code)
    responses = {}
    for status, names in by_status.items():
        words = "; ".join(f"`{name}`: {CATALOGUE[name][1]}" for name in names)
        response: Schema = {
            "description": words + ".",
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
        if status == "503":
            response["headers"] = {
                "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}
            }
        responses[status] = response
    return responses


def document(settings: Settings) -> Schema:
    """The description, with the limits that are in force."""
    limits = (
        f"Limits: {settings.max_bytes} bytes, {settings.max_pages} pages, "
        f"{settings.max_pixels} pixels and {settings.page_seconds:g} seconds a page."
    )
    upload = {
        "type": "object",
        "properties": {
            "file": {
                "type": "string",
                "contentMediaType": "application/octet-stream",
                "description": "PDF, PNG, JPEG, WebP or TIFF; told apart by content, not by name.",
            }
        },
        "required": ["file"],
    }
    # The token is required only where one is set: the empty requirement says "or without".
    secured: list[Schema] = [{"token": []}] if settings.token else [{"token": []}, {}]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "InsightPulse OCR service",
            "version": __version__,
            "description": "Reads documents: lines of text with their place and confidence.",
            "license": {"name": "LGPL-3.0-or-later", "identifier": "LGPL-3.0-or-later"},
        },
        "paths": {
            "/v1/documents": {
                "post": {
                    "operationId": "readDocument",
                    "summary": "Read a document",
                    "description": f"One document is read at a time; others wait. {limits}",
                    "security": secured,
                    "parameters": [
                        {
                            "name": "X-Request-ID",
                            "in": "header",
                            "required": False,
                            "description": "The caller's id of this request. It stands in the "
                            "service's log, if it is made of these characters.",
                            "schema": {"type": "string", "pattern": f"^{PATTERN}$"},
                        }
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {"multipart/form-data": {"schema": upload}},
                    },
                    "responses": {
                        "200": _json("Document", "The pages, in order."),
                        **_problems(
                            "missing_file",
                            "unauthorized",
                            "upload_timeout",
                            "payload_too_large",
                            "unsupported_type",
                            "empty",
                            "encrypted",
                            "damaged",
                            "too_many_pages",
                            "page_too_large",
                            "page_timeout",
                            "internal",
                            "busy",
                            "warming",
                            "interrupted",
                        ),
                    },
                }
            },
            "/health": {
                "get": {
                    "operationId": "health",
                    "summary": "Whether documents can be read now",
                    "security": [],
                    "responses": {
                        "200": _json("Health", "The models are loaded."),
                        "503": _json("Health", "The models are being loaded."),
                    },
                }
            },
            "/version": {
                "get": {
                    "operationId": "version",
                    "summary": "What reads the documents",
                    "security": secured,
                    "responses": {
                        "200": _json("Version", "Service, engine and weights."),
                        **_problems("unauthorized"),
                    },
                }
            },
            "/openapi.json": {
                "get": {
                    "operationId": "openapi",
                    "summary": "This description",
                    "security": secured,
                    "responses": {
                        "200": {
                            "description": "OpenAPI 3.1.",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        **_problems("unauthorized"),
                    },
                }
            },
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
