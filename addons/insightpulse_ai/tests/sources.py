"""For tests of sources: the queue by hand, and a model for embeddings that has to be told."""

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.tests import new_test_user

from .common import AiCase
from .jobs import OwnCursors

EMBEDDING_MODEL = "nomic-embed-text"


class SourceCase(OwnCursors, AiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ai.source"].search([]).unlink()
        cls.portal = new_test_user(cls.env, "ai_portal", groups="base.group_portal")
        cls.partner_model = cls.env["ir.model"]._get("res.partner")

    def fields(self, *names, model="res.partner"):
        return self.env["ir.model.fields"].search([("model", "=", model), ("name", "in", names)])

    def text_source(self, text, **values):
        return self.indexed(
            self.env["ai.source"].create({"name": "Handbook", "text": text, **values})
        )

    def partner_source(self, partners, *names, **values):
        return self.indexed(
            self.env["ai.source"].create(
                {
                    "name": "Contacts",
                    "kind": "records",
                    "model_id": self.partner_model.id,
                    "domain": str([("id", "in", partners.ids)]),
                    "field_ids": self.fields(*(names or ("comment",))).ids,
                    **values,
                }
            )
        )

    def partners(self, *comments, **values):
        return self.env["res.partner"].create(
            [
                {"name": f"Partner {number}", "comment": comment, **values}
                for number, comment in enumerate(comments)
            ]
        )

    def attached(self, content, name="manual.txt", **values):
        return self.env["ir.attachment"].create({"name": name, "raw": content, **values})

    def file_source(self, *files, **values):
        ids = [file.id for file in files]
        return self.indexed(
            self.env["ai.source"].create(
                {"name": "Manuals", "kind": "attachments", "attachment_ids": ids, **values}
            )
        )

    def indexed(self, source):
        """Run jobs of ``source`` until there is nothing more to do; what they commit stays."""
        for _job in range(20):
            if self.run_job(source) != "To be continued.":
                return source
        raise AssertionError("The jobs do not come to an end.")

    def run_job(self, source):
        """Run one job, and return what it says at its end."""
        with self.other_cursor() as env:
            try:
                return env["ai.source"].browse(source.id)._index()
            except RetryableJobError as error:
                return f"again in {error.seconds} seconds"

    def found(self, question, source=None, user=None, vector=None, limit=6, **context):
        """The texts that ``user`` is shown."""
        sources = self.env["ai.source"].with_user(user or self.user).with_context(**context)
        return [
            passage.text for passage in sources._retrieve(question, vector, source, limit=limit)
        ]

    def passages(self, source):
        return self.env["ai.passage"].search([("source_id", "=", source.id)])

    def documents(self, source):
        return self.env["ai.source.document"].search([("source_id", "=", source.id)])
