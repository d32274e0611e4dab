"""Language models behind one interface: plain Python, no ORM.

Importing this takes milliseconds; the official clients (and httpx, pydantic under them) are
imported when a provider is first asked something. ``README.md`` names the idea of each file.
"""

from .cancel import Cancel
from .deadline import Deadline
from .errors import ProviderError
from .events import Called, Delta, Event, Finished
from .messages import Call, Message, Tool
from .provider import Health, Model, Progress, Provider
from .settings import Configuration, InvalidConfiguration, from_environment, make

__all__ = [
    "Call",
    "Called",
    "Cancel",
    "Configuration",
    "Deadline",
    "Delta",
    "Event",
    "Finished",
    "Health",
    "InvalidConfiguration",
    "Message",
    "Model",
    "Progress",
    "Provider",
    "ProviderError",
    "Tool",
    "from_environment",
    "make",
]
