{
    "name": "InsightPulse AI: CRM",
    "summary": "Leads that are classified and routed by a language model, with its reasons",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "depends": ["crm", "insightpulse_ai"],
    "data": ["data/ir_actions_server.xml", "views/crm_lead_views.xml"],
    "auto_install": True,
}
