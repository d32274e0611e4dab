"""Sources: documents → passages → what a model is shown of them. Plain Python, no ORM.

``README.md`` names the idea of each file.
"""

from .citing import CITE, ONLY, Passage, cited, prompt
from .cutting import Page, Piece, cut
from .fusion import fused
from .plain import from_html

__all__ = [
    "CITE",
    "ONLY",
    "Page",
    "Passage",
    "Piece",
    "cited",
    "cut",
    "from_html",
    "fused",
    "prompt",
]
