from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, NotFound

from ..files.kinds import MOST_BYTES


class Files(http.Controller):
    @http.route("/insightpulse_ai/files", type="http", auth="user", methods=["POST"])
    def take(self, ufile=None):
        """Take a file that somebody wants to ask with: ``{"file"}``, or ``{"problem"}``."""
        if not request.env.user._is_internal():
            raise NotFound()
        if not isinstance(ufile, FileStorage):
            raise BadRequest("There is no file ufile.")
        # one byte more tells that there are too many
        data = ufile.read(MOST_BYTES + 1)
        try:
            file = request.env["ai.file"]._take(ufile.filename, data)
        except UserError as error:
            return request.make_json_response({"problem": str(error)})
        return request.make_json_response({"file": file._described()})
