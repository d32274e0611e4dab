{
    "name": "InsightPulse Platform",
    "summary": "Corrections that let Odoo's server live in a small container behind a pooler",
    "version": "19.0.1.0.0",
    "category": "Technical",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "depends": ["bus"],
    "external_dependencies": {"python": ["psutil", "psycopg2", "urllib3"]},
    "post_load": "post_load",
}
