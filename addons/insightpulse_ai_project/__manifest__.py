{
    "name": "InsightPulse AI: Project",
    "summary": "Tasks and tickets that are classified and routed by a language model",
    "version": "19.0.1.0.0",
    "category": "Services/Project",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "depends": ["insightpulse_ai", "project"],
    "data": ["data/ir_actions_server.xml", "views/project_task_views.xml"],
    "auto_install": True,
}
