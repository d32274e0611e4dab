{
    "name": "InsightPulse AI",
    "summary": "Ask a language model about any record: your own Ollama, or OpenAI",
    "version": "19.0.1.0.0",
    "category": "Productivity",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "application": True,
    "depends": ["mail", "web"],
    "external_dependencies": {"python": ["ollama"]},
    "data": [
        "security/ir.model.access.csv",
        "security/ai_rules.xml",
        "data/ai_prompt.xml",
        "data/ir_cron.xml",
        "views/ai_run_views.xml",
        "views/ai_prompt_views.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "insightpulse_ai/static/src/**/*",
        ],
    },
}
