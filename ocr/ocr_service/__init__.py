"""OCR service: documents in, lines of text with polygons out."""

__version__ = "1.0.0"
