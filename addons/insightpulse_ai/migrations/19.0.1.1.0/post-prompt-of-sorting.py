"""The text of a file is told as data by now: the prompt that named it does so no longer.

The action is a template, which an upgrade leaves alone. Where the prompt is still the one that it
came with, it is replaced; where somebody has changed it, it stays.
"""

from odoo import SUPERUSER_ID, api

OLD = "The file {{ object.name }} has this text:\n{{ object.index_content }}"
NEW = "The data above is the text of the file {{ object.name }}."


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    action = env.ref("insightpulse_ai.action_sort_attachments", raise_if_not_found=False)
    if action and (action.ai_prompt or "").split() == OLD.split():
        action.ai_prompt = NEW
