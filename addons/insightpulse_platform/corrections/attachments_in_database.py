"""Keep attachments in the database when the deployment says so (``filestore = db``).

Upstream, ``addons/base/models/ir_attachment.py``, ``_storage`` takes that from a system
parameter, which is not there yet while the first modules are installed: what these attach would
stay on a disk that the next deployment throws away.
"""

from .. import settings


def apply():
    if settings.filestore() != "db":
        return
    from odoo import api
    from odoo.addons.base.models.ir_attachment import IrAttachment

    @api.model
    def _storage(self):
        return "db"

    IrAttachment._storage = _storage
