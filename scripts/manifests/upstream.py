"""What the rules rightly find in Odoo 19.0's own addons, and nobody here can repair.

Listed one by one, with the reason, so that a finding among core's addons is news. It never hides a
finding in any other addon.
"""

from __future__ import annotations

from manifests.finding import Finding

_DEBIAN = "Debian's package leaves the file out"
_WRONG = "so in Odoo 19.0"

# rule, addon, what the message or the file names
_KNOWN = {
    ("asset-missing", "mail", "static/lib/selfie_segmentation/"): _DEBIAN,
    ("asset-missing", "project", "views/project_task_model_mixin'"): _WRONG,
    ("asset-missing", "website_mail", "interactions/follow.edit.js"): _WRONG,
    ("data-file-unlisted", "l10n_my_edi_pos", "security/ir.model.access.csv"): _WRONG,
    ("data-file-unlisted", "marketing_card", "data/utm_source_data.xml"): _WRONG,
    ("data-file-unlisted", "website", "views/snippets/s_btn.xml"): _WRONG,
}


def reason(finding: Finding) -> str:
    """Why a finding in one of core's addons is no news; empty if it is."""
    for (rule, module, what), why in _KNOWN.items():
        if (finding.rule, finding.module) == (rule, module) and what in finding.message:
            return why
    return ""
