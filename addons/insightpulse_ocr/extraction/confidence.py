"""How sure a field is: the recognition's own confidence, weakened by how it was found.

Every rule gives a certainty between 0 and 1 for its choice; the field's confidence is that times
the OCR's confidence in the text.
"""

from __future__ import annotations

# How a value was tied to its meaning.
LABELLED = 0.97  # its own unmistakable label
TITLED = 0.95  # in the document's title
WEAKLY_LABELLED = 0.8  # a general label ("Date", "Total")
BY_PLACE = 0.6  # no label: position, shape or order alone
COMPUTED = 0.7  # not printed, follows from two printed amounts
PROVEN = 0.99  # check digits or arithmetic agree


def combine(ocr: float, certainty: float) -> float:
    """The product, kept within 0.01 and 0.999: nothing read is certain or worthless."""
    return min(max(ocr * certainty, 0.01), 0.999)
