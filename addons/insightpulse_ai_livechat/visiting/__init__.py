"""A visitor's question → messages → what the model says → what the visitor is shown. Plain Python,
no ORM."""

from .person import wants_person
from .reading import Reply, read
from .showing import shown, without_addresses
from .wording import SCHEMA, Said, messages

__all__ = ["SCHEMA", "Reply", "Said", "messages", "read", "shown", "wants_person",
           "without_addresses"]  # fmt: skip
