{
    "name": "InsightPulse Health",
    "summary": "Probes and metrics that tell the truth, and a page that says what is wrong",
    "version": "19.0.1.0.0",
    "category": "Technical",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "depends": ["base_setup", "insightpulse_platform"],
    "external_dependencies": {"python": ["prometheus_client"]},
    "post_load": "post_load",
    "data": [
        "security/ir.model.access.csv",
        "views/system_health.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "insightpulse_health/static/src/**/*",
        ],
    },
}
