"""The Clerk finds cancelled documents no longer: their amounts were added up with the others'.

Its lists are templates, which an upgrade leaves alone. Where the domain is still the one that it
came with, it is replaced; where somebody has changed it, it stays.
"""

from odoo import SUPERUSER_ID, api

NOT_CANCELLED = "[('state', '!=', 'cancel')]"
DOMAINS = {
    "clerk_sale_order": ("[]", NOT_CANCELLED),
    "clerk_purchase_order": ("[]", NOT_CANCELLED),
    "clerk_account_move_in": (
        "[('move_type', '=', 'in_invoice')]",
        "[('move_type', '=', 'in_invoice'), ('state', '!=', 'cancel')]",
    ),
    "clerk_account_move_out": (
        "[('move_type', '=', 'out_invoice')]",
        "[('move_type', '=', 'out_invoice'), ('state', '!=', 'cancel')]",
    ),
    "clerk_account_payment": ("[]", "[('state', 'not in', ('canceled', 'rejected'))]"),
}


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (old, new) in DOMAINS.items():
        line = env.ref(f"insightpulse_ai.{name}", raise_if_not_found=False)
        if line and (line.domain or "[]").split() == old.split():
            line.domain = new
