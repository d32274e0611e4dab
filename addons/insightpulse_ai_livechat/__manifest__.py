{
    "name": "InsightPulse AI: Live Chat",
    "summary": "A chatbot that answers from sources, hands over to a person, and creates a lead",
    "version": "19.0.1.0.0",
    "category": "Website/Live Chat",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "depends": ["crm_livechat", "insightpulse_ai"],
    "data": [
        "data/queue_job.xml",
        "data/chatbot_script.xml",
        "views/chatbot_script_step_views.xml",
    ],
    "assets": {
        "im_livechat.assets_embed_core": ["insightpulse_ai_livechat/static/src/embed/**/*"],
    },
    "auto_install": True,
}
