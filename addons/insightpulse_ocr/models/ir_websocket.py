import re

from odoo import models

CHANNEL = re.compile(r"ocr\.document_([1-9][0-9]{0,8})")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let in those who may read the document only: anybody can guess its id."""
        # other addons add records, and tuples of them
        names = [channel for channel in channels if isinstance(channel, str)]
        wanted = [name for name in names if name.startswith("ocr.document")]
        if wanted:
            by_id = {
                int(match[1]): channel
                for channel in wanted
                if (match := CHANNEL.fullmatch(channel))
            }
            documents = self.env["ocr.document"]
            readable = set()
            if documents.has_access("read"):
                readable = set(documents.search([("id", "in", list(by_id))]).ids)
            refused = set(wanted) - {by_id[id_] for id_ in readable}
            channels = [channel for channel in channels if channel not in refused]
        return super()._build_bus_channel_list(channels)
