"""From recognised lines to the fields of a vendor bill. Pure Python: no ORM, no I/O, no clock.

>>> result = extract(service_response)          # the OCR service's JSON, as a dict
>>> result.to_dict()["fields"]["amount_total"]["value"]
'119.00'
"""

from .extract import extract
from .hints import Hints
from .result import Extraction, Field, LineItem

__all__ = ["Extraction", "Field", "Hints", "LineItem", "extract"]
