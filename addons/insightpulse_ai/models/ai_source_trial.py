from markupsafe import Markup
from odoo import api, fields, models

from ..providers import Deadline, InvalidConfiguration, make
from ..providers.errors import ProviderError
from ..retrieval import embedding

SECONDS = 8
SHOWN_CHARACTERS = 400


class AiSource(models.Model):
    """Try it: a question, and what is found, as the user who asks."""

    _inherit = "ai.source"

    # neither is stored: they are of the form
    trial_question = fields.Char("Question", compute="_compute_trial_question", readonly=False)
    trial_found = fields.Html("Found", compute="_compute_trial_found", sanitize=False)

    def _compute_trial_question(self):
        self.trial_question = False

    @api.depends("trial_question")
    def _compute_trial_found(self):
        for source in self:
            question = (source.trial_question or "").strip()
            source.trial_found = question and source._origin._tried(question)

    def _tried(self, question):
        vector, problem = self._trial_vector(question)
        found = self._retrieve(question, vector, self)
        rows = [
            Markup('<li class="mb-3"><a href="%s" target="_blank">%s</a><br/>%s</li>')
            % (passage.url, self._trial_label(passage), passage.text[:SHOWN_CHARACTERS])
            for passage in found
        ]
        none = self.env._("Nothing was found that you may read.")
        html = Markup("<ol>%s</ol>") % Markup("").join(rows) if rows else Markup("<p>%s</p>") % none
        if problem:
            html += Markup('<p class="text-warning">%s</p>') % self.env._(
                "Only by words: %s", problem
            )
        return html

    def _trial_label(self, passage):
        if not passage.page:
            return passage.label
        return self.env._("%(name)s, page %(page)s", name=passage.label, page=passage.page)

    @api.model
    def _trial_vector(self, question):
        """Return ``(vector, problem)``: the question's embedding, or why there is none."""
        model = self._embedding_model()
        if not model or not self.env.user.has_group("base.group_system"):
            return None, ""
        text = embedding.of_question(model, question)
        try:
            provider = make(self.env["ai.settings"]._configuration())
            return provider.embed(model, [text], deadline=Deadline(total=SECONDS))[0], ""
        except (ProviderError, InvalidConfiguration) as error:
            return None, str(error)
