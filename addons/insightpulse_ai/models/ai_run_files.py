import base64

from odoo import api, fields, models

from ..providers import Message
from ..providers.errors import RefusedRequest


class AiRun(models.Model):
    _inherit = "ai.run"

    file_ids = fields.One2many("ai.file", "run_id", "Files")

    def _described(self):
        files = [file._described() for file in self.file_ids.sorted("id")]
        return super()._described() | {"files": files}

    @api.model
    def _loaded(self, sent):
        """Return the messages ``sent``, as the row has them, with their images.

        :raise RefusedRequest: where an image was deleted meanwhile
        """
        return [
            Message(one["role"], one["text"], images=self._images(one.get("images") or ()))
            for one in sent
        ]

    @api.model
    def _images(self, file_ids):
        files = self.env["ai.file"].browse(file_ids).exists().with_context(bin_size=False)
        images = tuple(base64.b64decode(file.image or b"") for file in files)
        if len(images) != len(file_ids) or not all(images):
            raise RefusedRequest(
                self.env._("An image of the question was deleted."),
                self.env._("Attach it again, and ask again."),
            )
        return images
