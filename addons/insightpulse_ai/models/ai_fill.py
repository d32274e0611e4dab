from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

MOST_RECORDS = 500
OVERWRITE = [("empty", "Only what nobody has chosen"), ("always", "Always")]
REVIEW = [
    ("never", "Write at once"),
    ("unsure", "Ask me where it is not sure"),
    ("always", "Always ask me first"),
]
STATES = [("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")]
OPEN = ("waiting", "running")
ENDED = ("done", "review", "skipped", "failed", "cancelled")


class AiFill(models.Model):
    """Records whose fields are filled by a language model: one action, run once.

    What is to be done is copied from the action, which may be changed meanwhile. How far it is
    follows from the lines: nothing writes here while they are filled.
    """

    _name = "ai.fill"
    _description = "Filling of fields by AI"
    _order = "id desc"

    name = fields.Char(required=True)
    action_id = fields.Many2one("ir.actions.server", ondelete="set null", index="btree_not_null")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict", index=True)
    company_ids = fields.Json("Companies")
    res_model = fields.Char("Technical Model", required=True)
    model_name = fields.Char("Records", compute="_compute_model_name")
    prompt = fields.Text(required=True)
    spec = fields.Json("What Is Filled", required=True)
    tell_record = fields.Boolean()
    overwrite = fields.Selection(OVERWRITE, required=True)
    review = fields.Selection(REVIEW, required=True)
    note = fields.Boolean("Log a note")
    language_model = fields.Char()

    line_ids = fields.One2many("ai.fill.line", "fill_id")
    total = fields.Integer("Of", compute="_compute_progress")
    ended = fields.Integer(compute="_compute_progress")
    done = fields.Integer("Filled", compute="_compute_progress")
    to_review = fields.Integer(compute="_compute_progress")
    skipped = fields.Integer(compute="_compute_progress")
    failed = fields.Integer(compute="_compute_progress")
    state = fields.Selection(STATES, compute="_compute_progress")
    trouble = fields.Text(compute="_compute_trouble")

    def _compute_model_name(self):
        for fill in self:
            fill.model_name = self.env["ir.model"]._get(fill.res_model).name

    @api.depends("line_ids.state")
    def _compute_progress(self):
        groups = self.env["ai.fill.line"]._read_group(
            [("fill_id", "in", self.ids)], ["fill_id", "state"], ["__count"]
        )
        counts = {(fill.id, state): count for fill, state, count in groups}
        for fill in self:
            by_state = {state: counts.get((fill.id, state), 0) for state in (*OPEN, *ENDED)}
            fill.total = sum(by_state.values())
            fill.ended = sum(by_state[state] for state in ENDED)
            fill.done = by_state["done"]
            fill.to_review = by_state["review"]
            fill.skipped = by_state["skipped"]
            fill.failed = by_state["failed"]
            if fill.ended < fill.total:
                fill.state = "running"
            else:
                fill.state = "cancelled" if by_state["cancelled"] else "done"

    @api.depends("line_ids.state", "line_ids.error")
    def _compute_trouble(self):
        """Say why it waits: the trouble of the line that failed last."""
        for fill in self:
            unended = fill.line_ids.filtered(lambda line: line.state in OPEN)
            last = unended.filtered("error").sorted("next_attempt")[-1:]
            words = "\n".join(filter(None, [last.error, last.remedy]))
            fill.trouble = words or unended[:1].queue_note

    @api.model
    def _start(
        self, records, *, name, prompt, spec, action=None, tell_record=True, overwrite="empty",
        review="unsure", note=False, model=False,
    ):  # fmt: skip
        """Queue the filling of ``records``, which is done as the current user.

        :param spec: of the fields to fill, ``{"name", "hint", "domain"}`` each
        :return: the batch
        :raise UserError: it is too much at once
        """
        records = records.exists()
        if len(records) > MOST_RECORDS:
            raise UserError(
                self.env._(
                    "%(count)s records are selected; at most %(most)s are filled at once. Select "
                    "fewer, or let the action run daily.",
                    count=len(records),
                    most=MOST_RECORDS,
                )
            )
        for wanted in spec:
            if fault := self.env["ai.fillable"]._fault(records._name, wanted["name"]):
                raise UserError(fault)
        # sudo: rows of this log are written by its own code alone
        fill = self.sudo().create(
            {
                "name": name,
                "action_id": action.id if action else False,
                "user_id": self.env.uid,
                "company_ids": self.env.companies.ids,
                "res_model": records._name,
                "prompt": prompt,
                "spec": spec,
                "tell_record": tell_record,
                "overwrite": overwrite,
                "review": review,
                "note": note,
                "language_model": model,
                "line_ids": [Command.create({"res_id": id_}) for id_ in records.ids],
            }
        )  # fmt: skip
        fill = fill.with_env(self.env)
        fill.line_ids._queue()
        return fill

    @api.model
    def _check_set_up(self):
        """Raise a UserError if there is no language model: for whoever can do something now."""
        problem, remedy = self.env["ai.settings"]._problem()
        if problem:
            raise UserError("\n".join([problem, remedy]))

    # -- buttons ------------------------------------------------------------------------

    def action_cancel(self):
        """Fill nothing more. What was filled stays; the model is stopped within a second."""
        self._check_own()
        self.sudo().line_ids.filtered(lambda line: line.state in OPEN)._cancel()
        return True

    def action_retry(self):
        """Try again what failed or was cancelled; try at once what waits for its next attempt."""
        self._check_own()
        self.sudo().line_ids._retry()
        return True

    def action_approve_all(self):
        self._check_own()
        return self.line_ids.filtered(lambda line: line.state == "review").action_approve()

    def _check_own(self):
        self.check_access("read")
        if not self.env.su and any(fill.user_id != self.env.user for fill in self):
            raise AccessError(self.env._("Only who has started it can change it."))

    def _notification(self):
        """Return the action that says that it was started, and leads to its progress."""
        self.ensure_one()
        count = self.env["ai.fill.line"].search_count([("fill_id", "=", self.id)])
        return {
            "type": "ir.actions.client",
            "tag": "ai_fill_started",
            "params": {
                "title": self.name,
                "message": self.env._("Filling fields of %s records.", count),
                "fill_id": self.id,
            },
        }
