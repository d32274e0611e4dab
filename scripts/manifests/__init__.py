"""Check the manifests of Odoo 19 addons without Odoo: what ``scripts/validate-manifests.py`` runs.

paths -> discovery -> :class:`~manifests.addon.Addon` -> rules -> findings -> a format. Nothing of
an addon is ever imported or executed.
"""
