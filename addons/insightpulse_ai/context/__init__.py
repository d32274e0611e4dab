"""What a model is told: plain Python, no ORM.

``marks`` what is data; ``secrecy`` what is never told; ``described`` records as text;
``conversation`` what is sent for a question.
"""

from .conversation import Exchange, Reader, messages
from .described import Described, Line, Note, describe

__all__ = ["Described", "Exchange", "Line", "Note", "Reader", "describe", "messages"]
