from odoo.addons.base.models.ir_qweb_fields import nl2br_enclose


def words_as_html(text):
    """Return a model's words as HTML (``Markup``): text, whatever they look like.

    What it writes may be somebody else's order: an address is read, and neither clicked, nor
    fetched by Odoo for a preview of it.
    """
    return nl2br_enclose(text, "p")
