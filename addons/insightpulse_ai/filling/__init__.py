"""Filling fields of records by a language model: plain Python, no ORM.

``field`` what is filled; ``template`` a prompt with placeholders; ``wording`` what a model is told;
``answer_schema`` what it has to answer; ``reading`` what it did answer; ``evidence`` whether that
stands in what it was told; ``asking`` the whole of it, with one round in which it may correct
itself; ``backoff`` when a server that is away is asked again.
"""

from .asking import Filled, fill
from .field import Field
from .reading import Proposed
from .template import TemplateFault

__all__ = ["Field", "Filled", "Proposed", "TemplateFault", "fill"]
