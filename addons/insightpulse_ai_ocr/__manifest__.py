{
    "name": "InsightPulse AI: Vendor Bills",
    "summary": "Ask a language model about what the OCR is not sure of on a bill",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "InsightPulse",
    "website": "https://github.com/insightpulse/insightpulse-odoo",
    "license": "LGPL-3",
    "development_status": "Beta",
    "maintainers": ["insightpulse"],
    "depends": ["insightpulse_ai", "insightpulse_ocr_account"],
    "data": ["views/account_move_views.xml"],
    "auto_install": True,
}
