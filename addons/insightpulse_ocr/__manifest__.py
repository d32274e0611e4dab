{
    "name": "InsightPulse OCR",
    "summary": "Read documents with PaddleOCR: text and fields from PDFs, scans and photos",
    "version": "19.0.1.0.0",
    "category": "Productivity",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "application": True,
    "depends": ["mail", "queue_job"],
    "external_dependencies": {"python": ["requests", "python-stdnum"]},
    "data": [
        "security/ir.model.access.csv",
        "security/ocr_document_rules.xml",
        "data/queue_job.xml",
        "views/ocr_document_views.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "insightpulse_ocr/static/src/**/*",
        ],
    },
}
