from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_datetime

from ..trust.days import day_of


class QuotaExceeded(UserError):
    """``words`` and ``remedy`` are for the user; ``renews``: when they may ask again, in UTC. Jobs
    can be postponed until then."""

    def __init__(self, words, remedy, renews):
        super().__init__(f"{words}\n{remedy}")
        self.words, self.remedy, self.renews = words, remedy, renews


class AiQuota(models.Model):
    """An exception from the limits in the settings, for a user or the members of a group."""

    _name = "ai.quota"
    _description = "Limit of what may be asked in a day"
    _order = "group_id, user_id"

    user_id = fields.Many2one("res.users", ondelete="cascade", index="btree_not_null")
    group_id = fields.Many2one("res.groups", ondelete="cascade", index="btree_not_null")
    questions = fields.Integer("Questions a day", help="0: without limit")
    tokens = fields.Integer("Tokens a day", help="Of prompts and answers. 0: without limit")

    _one_of_both = models.Constraint(
        "CHECK ((user_id IS NULL) <> (group_id IS NULL))", "Choose a user, or a group."
    )
    _limits_are_not_negative = models.Constraint(
        "CHECK (questions >= 0 AND tokens >= 0)", "A limit is 0 (none) or more."
    )
    _one_for_a_user = models.UniqueIndex(
        "(user_id) WHERE user_id IS NOT NULL", "This user has limits of their own already."
    )
    _one_for_a_group = models.UniqueIndex(
        "(group_id) WHERE group_id IS NOT NULL", "This group has limits already."
    )

    @api.depends("user_id", "group_id")
    def _compute_display_name(self):
        for quota in self:
            quota.display_name = quota.user_id.name or quota.group_id.display_name

    @api.model
    def _check(self, adding=1):
        """Refuse if the user would have asked too much today with ``adding`` questions more.

        Whoever asks at the same time as the same user is told by PostgreSQL to try again, and
        then sees both. Tokens are known at the end of an answer only: a limit of them is overrun
        by as much as is under way.

        :raise QuotaExceeded: and what is used, of how much, and until when
        """
        questions, tokens = self._limits()
        if not questions and not tokens:
            return
        self.env["ai.usage"]._take_turn(self.env.uid)
        zone = self.env.user.tz or "UTC"
        begin, renews = day_of(fields.Datetime.now(), zone)
        asked, used = self._used(begin)
        if questions and asked + adding > questions:
            told = self.env._(
                "You have asked %(used)s of %(limit)s questions today.",
                used=asked, limit=questions,
            )  # fmt: skip
        elif tokens and used >= tokens:
            told = self.env._(
                "Your questions have taken %(used)s of %(limit)s tokens today.",
                used=used, limit=tokens,
            )  # fmt: skip
        else:
            return
        when = format_datetime(self.env, renews, tz=zone, dt_format="short")
        remedy = self.env._(
            "You can ask again from %(when)s (%(zone)s). If you need more, ask your administrator.",
            when=when, zone=zone,
        )  # fmt: skip
        raise QuotaExceeded(told, remedy, renews)

    @api.model
    def _limits(self):
        """Return ``(questions, tokens)`` of the user, 0 for none: their own, or else the most
        generous of their groups', or else those of the settings."""
        # sudo: who has which limits is for administrators; what is told is the user's own
        quotas = self.sudo()
        own = quotas.search([("user_id", "=", self.env.uid)])
        groups = own or quotas.search([("group_id", "in", self.env.user.all_group_ids.ids)])
        if not groups:
            number = self.env["ai.settings"]._number
            return number("quota_questions"), number("quota_tokens")
        return _most(groups.mapped("questions")), _most(groups.mapped("tokens"))

    @api.model
    def _used(self, since):
        """Return ``(questions, tokens)``. What failed without an answer costs no question."""
        self.env["ai.run"].flush_model()
        [used] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE state IN ('waiting', 'running', 'done')
                                           OR COALESCE(answer, '') <> ''),
                       COALESCE(SUM(COALESCE(prompt_tokens, 0)
                                    + COALESCE(completion_tokens, 0)), 0)
                  FROM ai_run
                 WHERE user_id = %s AND queued >= %s AND outside_quota IS NOT TRUE
                """,
                self.env.uid,
                since,
            )
        )
        return used


def _most(limits):
    """
    >>> _most([5, 10]), _most([5, 0])
    (10, 0)
    """
    return 0 if 0 in limits else max(limits)
