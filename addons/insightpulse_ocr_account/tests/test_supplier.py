from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ACME_IBAN, ACME_VAT, BillCase, acme_bill


@tagged("post_install", "-at_install")
class TestSupplierMatch(BillCase):
    def match(self, vat="", iban="", name=""):
        return (
            self.env["res.partner"]
            .with_user(self.clerk)
            ._ocr_match_supplier(self.company, vat=vat, iban=iban, name=name)
        )

    def assertMatch(self, expected, by="", **read):
        partner, found_by = self.match(**read)
        self.assertEqual(partner, expected)
        self.assertEqual(found_by, by)

    def test_by_vat_number_however_it_is_written(self):
        for stored, country, printed in [
            (ACME_VAT, "BE", "BE 0477.472.701"),
            ("BE 0477 472 701", "BE", ACME_VAT),
            ("0477472701", "BE", ACME_VAT),
            ("0477472701", False, ACME_VAT),
            ("CHE-116.281.710 TVA", "CH", "CHE-116.281.710 MWST"),
        ]:
            with self.subTest((stored, printed)):
                country_id = (
                    self.env["res.country"].search([("code", "=", country)]).id
                    if country
                    else False
                )
                # What is stored may come from an import: no check of it here.
                partner = self.supplier(name="Any Name", country_id=country_id)
                self.env.cr.execute(
                    "UPDATE res_partner SET vat = %s WHERE id = %s", [stored, partner.id]
                )
                partner.invalidate_recordset()
                self.assertMatch(partner, "vat", vat=printed, name="Another Name")
                partner.active = False

    def test_the_same_digits_in_another_country_are_another_company(self):
        self.supplier(name="Other", country_id=self.env.ref("base.fr").id, vat=False)
        self.env.cr.execute("UPDATE res_partner SET vat = '0477472701' WHERE name = 'Other'")
        self.env.invalidate_all()
        self.assertMatch(self.env["res.partner"], vat=ACME_VAT)

    def test_by_bank_account(self):
        partner = self.supplier(bank_ids=[Command.create({"acc_number": "BE71 0961 2345 6769"})])
        self.assertMatch(partner, "iban", iban=ACME_IBAN, name="Nobody Knows")

    def test_an_account_of_two_contacts_says_nothing(self):
        for name in ("One", "Two"):
            self.supplier(name=name, bank_ids=[Command.create({"acc_number": ACME_IBAN})])
        self.assertMatch(self.env["res.partner"], iban=ACME_IBAN)

    def test_the_account_of_a_factor_is_not_the_supplier(self):
        self.supplier(
            name="Factoring Bank",
            vat="DE136695976",
            bank_ids=[Command.create({"acc_number": ACME_IBAN})],
        )
        self.assertMatch(self.env["res.partner"], vat=ACME_VAT, iban=ACME_IBAN, name="Zorblax")

    def test_by_name(self):
        for stored, printed, matches in [
            ("Zorblax Supplies", "ZORBLAX SUPPLIES", True),
            ("Zorblax Supplies GmbH", "Zorblax Supplies", True),
            ("Société Générale SA", "SOCIETE GENERALE S.A.", True),
            ("Zorblax Supplies", "Zorblax", False),
            ("Zorblax GmbH", "Zorblax AG", False),
            ("Zorblax %", "Zorbla_ %", False),
        ]:
            with self.subTest((stored, printed)):
                partner = self.supplier(name=stored)
                expected = partner if matches else self.env["res.partner"]
                self.assertMatch(expected, "name" if matches else "", name=printed)
                partner.active = False

    def test_two_contacts_of_a_name_are_no_match(self):
        for _ in range(2):
            self.supplier(name="Twin Brothers")
        self.assertMatch(self.env["res.partner"], name="Twin Brothers")

    def test_of_two_contacts_of_a_name_the_one_that_is_a_supplier(self):
        self.supplier(name="Twin Brothers")
        supplier = self.supplier(name="Twin Brothers", supplier_rank=3)
        self.assertMatch(supplier, "name", name="Twin Brothers")

    def test_the_name_of_a_contact_with_another_vat_number_is_not_the_supplier(self):
        self.supplier(vat="DE136695976")
        self.assertMatch(self.env["res.partner"], vat=ACME_VAT, name="ACME Supplies")

    def test_the_company_itself_is_never_the_supplier(self):
        own = self.company.partner_id
        own.write({"vat": ACME_VAT, "name": "Own Company"})
        own.bank_ids = [Command.create({"acc_number": ACME_IBAN})]
        self.assertMatch(self.env["res.partner"], vat=ACME_VAT, iban=ACME_IBAN, name="Own Company")

    def test_a_contact_of_another_company_is_not_used(self):
        other = self.setup_other_company()["company"]
        self.supplier(vat=ACME_VAT, company_id=other.id)
        self.assertMatch(self.env["res.partner"], vat=ACME_VAT, name="ACME Supplies")

    def test_the_company_of_a_person(self):
        company = self.supplier()
        self.env["res.partner"].create({"name": "Ann", "parent_id": company.id})
        company.vat = ACME_VAT
        self.assertMatch(company, "vat", vat=ACME_VAT)


@tagged("post_install", "-at_install")
class TestSupplierProposal(BillCase):
    def test_an_unknown_supplier_is_proposed_not_created(self):
        before = self.env["res.partner"].search_count([])
        bill = self.uploaded_and_read(acme_bill())
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertFalse(bill.partner_id)
        self.assertEqual(bill.ocr_supplier_proposal, f"ACME Supplies (VAT {ACME_VAT})")

    def test_the_proposal_goes_when_a_supplier_is_chosen(self):
        bill = self.uploaded_and_read(acme_bill())
        bill.partner_id = self.supplier(name="Chosen")
        self.assertFalse(bill.ocr_supplier_proposal)

    def test_creating_the_proposed_supplier(self):
        bill = self.uploaded_and_read(acme_bill())
        bill.action_ocr_create_supplier()
        self.assertRecordValues(
            bill.partner_id,
            [
                {
                    "name": "ACME Supplies",
                    "is_company": True,
                    "vat": ACME_VAT,
                    "street": "Rue Neuve 1",
                    "zip": "1000",
                    "city": "Bruxelles",
                    "country_id": self.env.ref("base.be").id,
                }
            ],
        )
        self.assertEqual(bill.partner_id.create_uid, self.clerk)
        self.assertFalse(bill.ocr_supplier_proposal)
        self.assertEqual(self.totals(bill), (150, 22.5, 172.5))

    def test_a_bank_account_of_a_document_is_not_trusted(self):
        bill = self.uploaded_and_read(acme_bill())
        bill.action_ocr_create_supplier()
        account = bill.partner_id.bank_ids
        self.assertEqual(account.sanitized_acc_number, ACME_IBAN)
        self.assertFalse(account.allow_out_payment)

    def test_a_wrong_vat_number_or_account_is_left_out(self):
        bill = self.uploaded_and_read(
            acme_bill(supplier_vat="BE0477472702", supplier_iban="BE72096123456769")
        )
        bill.action_ocr_create_supplier()
        self.assertFalse(bill.partner_id.vat)
        self.assertFalse(bill.partner_id.bank_ids)

    def test_a_supplier_created_meanwhile_is_used(self):
        bill = self.uploaded_and_read(acme_bill())
        supplier = self.supplier(vat=ACME_VAT)
        bill.action_ocr_create_supplier()
        self.assertEqual(bill.partner_id, supplier)

    def test_the_fiscal_position_of_the_new_supplier_counts(self):
        bill = self.uploaded_and_read(
            acme_bill(
                lines=[("Item", "1", "100.00", None, "100.00")],
                amount_untaxed="100.00",
                amount_tax="0.00",
                amount_total="100.00",
            )
        )
        position = self.env["account.fiscal.position"].create(
            {
                "name": "Belgium",
                "company_id": self.company.id,
                "auto_apply": True,
                "country_id": self.env.ref("base.be").id,
            }
        )
        exempt = self.tax.copy(
            {
                "name": "0 % BE",
                "amount": 0,
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        bill.action_ocr_create_supplier()
        self.assertEqual(bill.fiscal_position_id, position)
        self.assertEqual(bill.invoice_line_ids.tax_ids, exempt)

    def test_without_the_right_to_create_contacts(self):
        viewer = new_test_user(
            self.env,
            "bill_only",
            groups="base.group_user,account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        bill = self.uploaded_and_read(acme_bill(), user=viewer)
        if self.env["res.partner"].with_user(viewer).has_access("create"):
            self.skipTest("every accounting user may create contacts here")
        with self.assertRaises(AccessError):
            bill.action_ocr_create_supplier()

    def test_a_bill_that_has_a_supplier_gets_no_other(self):
        self.supplier(vat=ACME_VAT)
        bill = self.uploaded_and_read(acme_bill())
        with self.assertRaises(UserError):
            bill.action_ocr_create_supplier()

    def test_a_chosen_supplier_that_the_document_contradicts(self):
        self.supplier(vat=ACME_VAT)
        bill = self.upload()
        bill.partner_id = self.supplier(name="Another")
        self.read(bill, acme_bill())
        self.assertEqual(bill.partner_id.name, "Another")
        self.assertIn("ACME Supplies", bill.ocr_warnings)
