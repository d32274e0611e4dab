"""The commands scripts/ocr-extract and scripts/ocr-score."""
