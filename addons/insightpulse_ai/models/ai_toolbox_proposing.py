from datetime import date
from typing import Annotated, Literal

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..agents import Also, Tool, ToolError
from ..context.marks import harmless, shortened
from ..context.secrecy import is_changeable
from .ai_toolbox import Change, Kind, Named, tool

CHANGE_KNOWN = "change_this"
MOST_FIELDS = 12
INTERNAL, FOLLOWERS = "internal note", "message to the followers"


class AiToolbox(models.AbstractModel):
    """These write nothing: each returns the row of a proposal."""

    _inherit = "ai.toolbox"

    @api.private
    @tool(kind="propose", synonyms="change set update correct edit move assign put mark")
    def update_record(
        self,
        kind: Kind,
        record: Named,
        changes: Annotated[list[Change], Also("values", "fields", "updates")],
    ) -> dict:
        """Propose new values for fields of a record."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        known = access._changeable(line)
        if not known:
            raise ToolError(f"Nothing of {line.name} may be changed.")
        found = access._find(line, record)
        return self._prepared(
            lambda proposals: proposals._prepare_write(found, access._values(found, known, changes))
        )

    @api.private
    @tool(kind="propose", synonyms="create new add enter make register draft")
    def create_record(
        self,
        kind: Kind,
        values: Annotated[list[Change], Also("changes", "fields")],
    ) -> dict:
        """Propose a new record."""
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        if not line.can_create or not is_changeable(line.model):
            raise ToolError(f"No new {line.name} may be created.")
        known = access._changeable(line)
        model = self.env[line.model]
        given = access._values(model, known, values)
        return self._prepared(
            lambda proposals: proposals._prepare_create(model, line._defaults() | given)
        )

    @api.private
    @tool(kind="propose", synonyms="send write reply answer tell note log message mail email")
    def post_message(
        self,
        kind: Kind,
        record: Named,
        text: Annotated[str, Also("message", "body", "content")],
        to: Literal["internal note", "message to the followers"] = INTERNAL,
    ) -> dict:
        """Propose a message or an internal note on a record."""
        found = self._written_to(kind, record)
        if not text.strip():
            raise ToolError("Give the text.")
        kind = "message" if to == FOLLOWERS else "note"
        return self.env["ai.proposal"]._prepare_message(kind, found, text.strip())

    @api.private
    @tool(kind="propose", synonyms="remind reminder task todo follow up call meeting schedule plan")
    def schedule_activity(
        self,
        kind: Kind,
        record: Named,
        summary: Annotated[str, Also("title", "text", "what")],
        due: Annotated[date, Also("date", "deadline", "due_date", "when")],
    ) -> dict:
        """Propose a reminder for the user about a record."""
        found = self._written_to(kind, record)
        if "activity_ids" not in found._fields:
            raise ToolError("There are no reminders about such records.")
        title = self.env._("Remind me of %s", found.display_name)
        values = {"summary": summary.strip()[:200], "date_deadline": due.isoformat()}
        return self.env["ai.proposal"]._prepare("activity", found, title, values)

    # -- the record on the screen -------------------------------------------------------

    @api.model
    def _known(self):
        """Return the one record that the question is about, or ``None``."""
        known = self.env.context.get("ai_known") or ()
        if len(known) != 1 or known[0][0] not in self.env:
            return None
        return self.env[known[0][0]].browse(known[0][1]).exists()

    @api.model
    def _changing_known(self, agent):
        """Return a tool whose parameters are the fields of the record that the question is about:
        small models manage that where they fail to name record, fields and values."""
        record = self._known()
        access = self.env["ai.access"]
        line = record and access._line_of(agent, record)
        fields_known = access._changeable(line) if line else {}
        if not fields_known or not record.has_access("write"):
            return None
        properties = {
            name: access._schema(field) | {"x-also": [field["string"]]}
            for name, field in [*fields_known.items()][:MOST_FIELDS]
        }
        name = " ".join(shortened(harmless(record.display_name), 80).split())
        return Tool(
            CHANGE_KNOWN,
            f"Propose new values for fields of {name}, which the user looks at.",
            {
                "type": "object",
                "properties": properties,
                "required": [],
                "additionalProperties": False,
            },
            "propose",
            "change set update correct edit move assign put mark",
        )

    @api.model
    def _change_known(self, arguments):
        access = self.env["ai.access"]
        record = self._known()
        line = record and access._line_of(self._agent(), record)
        if not line:
            raise ToolError("There is no record to change.")
        changes = [{"field": name, "value": value} for name, value in arguments.items()]
        return self._prepared(
            lambda proposals: proposals._prepare_write(
                record, access._values(record, access._changeable(line), changes)
            )
        )

    # ----------------------------------------------------------------------------------

    @api.model
    def _action_row(self, tool_row, record, arguments):
        """Return the row of a proposal to run a server action for ``record``."""
        # sudo: whether the user may run it is checked when it is run, too
        action = tool_row.sudo().action_id
        found = self.env[record.model].browse(record.id)
        try:
            found.check_access("read")
            action._can_execute_action_on_records(found)
        except AccessError as error:
            raise ToolError(str(error)) from None
        told = {name: value for name, value in arguments.items() if name != "record"}
        title = self.env._(
            "%(action)s: %(record)s", action=tool_row.name, record=found.display_name
        )
        values = {"action_id": action.id, "arguments": told}
        return self.env["ai.proposal"]._prepare("action", found, title, values)

    @api.model
    def _written_to(self, kind, record):
        access = self.env["ai.access"]
        line = access._line(self._agent(), kind)
        if not line.can_write_to or not hasattr(self.env[line.model], "message_post"):
            raise ToolError(f"Nothing can be written on {line.name}.")
        return access._find(line, record)

    @api.model
    def _prepared(self, prepare):
        try:
            return prepare(self.env["ai.proposal"])
        except (UserError, AccessError) as error:
            raise ToolError(str(error)) from None
