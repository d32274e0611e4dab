"""A company that buys in Europe and Malaysia: its currencies, its purchase taxes, its people."""

from __future__ import annotations

from .client import Client

CURRENCIES = ("EUR", "GBP", "MYR", "IDR")
TAX_RATES = (5.5, 6.0, 19.0, 20.0, 21.0, 22.0)
SECOND_USER = "clerk"
SECOND_PASSWORD = "clerk-of-the-tests"


def set_up(admin: Client) -> None:
    """Idempotent: everything is looked for before it is made."""
    currencies = admin.call(
        "res.currency",
        "search",
        [("name", "in", CURRENCIES), ("active", "=", False)],
        context={"active_test": False},
    )
    if currencies:
        admin.call("res.currency", "write", currencies, {"active": True})
    # demo data brings other companies, with taxes of their own
    for rate in TAX_RATES:
        domain = [
            ("company_id", "=", admin.company_id),
            ("type_tax_use", "=", "purchase"),
            ("amount", "=", rate),
            ("amount_type", "=", "percent"),
        ]
        if not admin.call("account.tax", "search", domain, limit=1):
            admin.call(
                "account.tax",
                "create",
                {
                    "name": f"{rate:g}% purchase",
                    "amount": rate,
                    "type_tax_use": "purchase",
                    "company_id": admin.company_id,
                },
            )
    if not admin.call("res.users", "search", [("login", "=", SECOND_USER)]):
        user = admin.call(
            "res.users",
            "create",
            {"name": "Clerk", "login": SECOND_USER, "password": SECOND_PASSWORD},
        )
        group = admin.call(
            "ir.model.data", "check_object_reference", "account", "group_account_invoice"
        )[1]
        admin.call("res.users", "write", [user], {"group_ids": [(4, group)]})


def supplier(admin: Client, name: str, vat: str | None = None) -> int:
    """The supplier of that name, made if it is missing."""
    found = admin.call("res.partner", "search", [("name", "=", name)], limit=1)
    if found:
        return found[0]
    return admin.call(
        "res.partner", "create", {"name": name, "vat": vat, "is_company": True, "supplier_rank": 1}
    )
