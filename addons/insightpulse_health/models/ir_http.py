from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """With what fails, for an administrator's banner."""
        info = super().session_info()
        if self.env.user._is_system():
            info["system_health"] = self.env["health.state"]._news()
        return info
