"""Tools that a language model may call, and the run in which it does: plain Python, no ORM.

What a model says is never trusted. ``README.md`` names the idea of each file.
"""

from .calling import Proposals
from .events import Answered, Asked, Event, Proposed, Stopped, Thought, ToolResult, ToolStarted
from .limits import Limits
from .loop import Agent
from .record import Also, Record, Reference
from .resolve import Directory
from .taint import wrap
from .tool import Kind, Tool, ToolError, ToolQuestion, declared, tool
from .toolbox import Toolbox

__all__ = [
    "Agent",
    "Also",
    "Answered",
    "Asked",
    "Directory",
    "Event",
    "Kind",
    "Limits",
    "Proposals",
    "Proposed",
    "Record",
    "Reference",
    "Stopped",
    "Thought",
    "Tool",
    "ToolError",
    "ToolQuestion",
    "ToolResult",
    "ToolStarted",
    "Toolbox",
    "declared",
    "tool",
    "wrap",
]
