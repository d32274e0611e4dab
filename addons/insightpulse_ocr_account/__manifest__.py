{
    "name": "InsightPulse OCR: Vendor Bills",
    "summary": "Vendor bills that fill themselves in from the document that was dropped, or mailed",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "depends": ["account", "insightpulse_ocr"],
    "data": ["views/account_move_views.xml"],
    "demo": ["demo/demo_company.xml"],
    "auto_install": True,
    "installable": True,
}
