from odoo import Command
from odoo.tests import tagged

from .common import ACME_VAT, BillCase, acme_bill


@tagged("post_install", "-at_install")
class TestPurchaseTaxes(BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Tax = cls.env["account.tax"].with_company(cls.company)

    def make_tax(self, name, amount, **values):
        return self.Tax.create(
            {
                "name": name,
                "amount": amount,
                "amount_type": "percent",
                "type_tax_use": "purchase",
                "company_id": self.company.id,
                **values,
            }
        )

    def bill_at(self, percent, **changes):
        """A bill over 100.00 at `percent`."""
        tax = f"{percent:.2f}"
        return acme_bill(
            **{
                "lines": [("Item", "1", "100.00", str(percent), "100.00")],
                "amount_untaxed": "100.00",
                "amount_tax": tax,
                "amount_total": f"{100 + percent:.2f}",
                **changes,
            }
        )

    def taxes_of(self, result):
        bill = self.uploaded_and_read(result)
        return bill.invoice_line_ids.tax_ids, bill

    def test_the_purchase_tax_of_the_rate(self):
        seven = self.make_tax("7 %", 7)
        self.make_tax("7 % sales", 7, type_tax_use="sale")
        self.make_tax("7 fixed", 7, amount_type="fixed")
        tax, bill = self.taxes_of(self.bill_at(7))
        self.assertEqual(tax, seven)
        self.assertEqual(self.totals(bill), (100, 7, 107))

    def test_the_default_tax_comes_first(self):
        self.make_tax("other 15 %", 15, sequence=0)
        tax, _bill = self.taxes_of(self.bill_at(15))
        self.assertEqual(tax, self.tax)

    def test_archived_taxes_and_those_of_other_companies_are_not_used(self):
        self.make_tax("8 %", 8, active=False)
        other = self.setup_other_company()["company"]
        self.env["account.tax"].with_company(other).create(
            {
                "name": "8 %",
                "amount": 8,
                "type_tax_use": "purchase",
                "company_id": other.id,
                "country_id": other.account_fiscal_country_id.id,
            }
        )
        tax, bill = self.taxes_of(self.bill_at(8))
        self.assertFalse(tax)
        self.assertIn("8", bill.ocr_warnings)

    def test_a_rate_without_tax_is_said(self):
        tax, bill = self.taxes_of(self.bill_at(19))
        self.assertFalse(tax)
        self.assertEqual(self.totals(bill), (100, 0, 100))
        self.assertIn("no purchase tax of 19 %", bill.ocr_warnings)
        self.assertIn("The bill's total is", bill.ocr_warnings)

    def test_a_tax_that_is_included_in_the_price(self):
        self.make_tax("9 % incl", 9, price_include_override="tax_included")
        tax, bill = self.taxes_of(self.bill_at(9))
        self.assertEqual(tax.name, "9 % incl")
        self.assertEqual(self.totals(bill), (100, 9, 109))
        self.assertAlmostEqual(bill.invoice_line_ids.price_unit, 109)

    def test_a_tax_on_top_is_preferred_to_an_included_one(self):
        self.make_tax("9 % incl", 9, price_include_override="tax_included", sequence=0)
        on_top = self.make_tax("9 %", 9, sequence=5)
        tax, _bill = self.taxes_of(self.bill_at(9))
        self.assertEqual(tax, on_top)

    def test_a_group_of_taxes_with_that_sum(self):
        halves = self.make_tax("SGST", 9, type_tax_use="none")
        halves |= self.make_tax("CGST", 9, type_tax_use="none")
        group = self.make_tax(
            "GST 18 %", 0, amount_type="group", children_tax_ids=[Command.set(halves.ids)]
        )
        tax, bill = self.taxes_of(self.bill_at(18))
        self.assertEqual(tax, group)
        self.assertEqual(self.totals(bill), (100, 18, 118))

    def test_a_reverse_charge_is_not_a_rate_that_was_charged(self):
        self.make_reverse_charge(21)
        tax, bill = self.taxes_of(self.bill_at(21))
        self.assertFalse(tax)
        self.assertIn("no purchase tax of 21 %", bill.ocr_warnings)

    def make_reverse_charge(self, percent, **values):
        def lines(kind):
            return [
                Command.create({"document_type": kind, "repartition_type": "base"}),
                Command.create(
                    {"document_type": kind, "repartition_type": "tax", "factor_percent": 100}
                ),
                Command.create(
                    {"document_type": kind, "repartition_type": "tax", "factor_percent": -100}
                ),
            ]

        return self.make_tax(
            f"{percent} % RC",
            percent,
            repartition_line_ids=lines("invoice") + lines("refund"),
            **values,
        )

    def test_the_fiscal_position_of_the_supplier(self):
        """Nothing was charged, and the position replaces the default tax by a reverse charge."""
        position = self.env["account.fiscal.position"].create(
            {"name": "Intra-Community", "company_id": self.company.id}
        )
        reverse = self.make_reverse_charge(
            15,
            fiscal_position_ids=[Command.set(position.ids)],
            original_tax_ids=[Command.set(self.tax.ids)],
        )
        self.supplier(vat=ACME_VAT, property_account_position_id=position.id)
        tax, bill = self.taxes_of(self.bill_at(0))
        self.assertEqual(bill.fiscal_position_id, position)
        self.assertEqual(tax, reverse)
        self.assertEqual(self.totals(bill), (100, 0, 100))

    def test_the_fiscal_position_maps_the_rate_that_was_charged(self):
        position = self.env["account.fiscal.position"].create(
            {"name": "Goods", "company_id": self.company.id}
        )
        mapped = self.make_tax(
            "15 % goods",
            15,
            fiscal_position_ids=[Command.set(position.ids)],
            original_tax_ids=[Command.set(self.tax.ids)],
        )
        self.supplier(vat=ACME_VAT, property_account_position_id=position.id)
        tax, bill = self.taxes_of(self.bill_at(15))
        self.assertEqual(tax, mapped)
        self.assertEqual(bill.amount_total, 115)

    def test_tax_that_was_charged_against_the_fiscal_position(self):
        position = self.env["account.fiscal.position"].create(
            {"name": "Abroad", "company_id": self.company.id}
        )
        self.make_tax(
            "0 % import",
            0,
            fiscal_position_ids=[Command.set(position.ids)],
            original_tax_ids=[Command.set(self.tax.ids)],
        )
        self.supplier(vat=ACME_VAT, property_account_position_id=position.id)
        tax, bill = self.taxes_of(self.bill_at(15))
        self.assertEqual(tax, self.tax)
        self.assertEqual(bill.amount_total, 115)
        self.assertIn("fiscal position Abroad", bill.ocr_warnings)

    def test_two_rates(self):
        self.make_tax("7 %", 7)
        bill = self.uploaded_and_read(
            acme_bill(
                lines=[
                    ("Books", "2", "25.00", "7", "50.00"),
                    ("Toner", "1", "100.00", "15", "100.00"),
                ],
                amount_tax="18.50",
                amount_total="168.50",
            )
        )
        self.assertEqual(
            self.lines(bill), [("Books", 2, 25, 50, [7]), ("Toner", 1, 100, 100, [15])]
        )
        self.assertEqual(self.totals(bill), (150, 18.5, 168.5))
