"""The pure parts that turn what was read into typed values: tables of cases."""

from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..reading import document_file, iban_number, supplier_name, vat_number
from ..reading.read_bill import amount, clean_text, iso_date, read_bill
from ..reading.supplier_address import Address, parse_address
from .common import acme_bill, extraction


@tagged("post_install", "-at_install")
class TestReadBill(BaseCase):
    def test_amounts(self):
        for given, expected in [
            ("1234.50", Decimal("1234.50")),
            ("-3", Decimal("-3")),
            (12.5, Decimal("12.5")),
            ("", None),
            (None, None),
            ("NaN", None),
            ("Infinity", None),
            ("1e99", None),
            ("12,50", None),
            (True, None),
            (["1"], None),
        ]:
            with self.subTest(given):
                self.assertEqual(amount(given), expected)

    def test_dates(self):
        for given, expected in [
            ("2024-02-29", date(2024, 2, 29)),
            ("2023-02-29", None),
            ("0001-01-01", None),
            ("9999-12-31", None),
            ("tomorrow", None),
            (None, None),
        ]:
            with self.subTest(given):
                self.assertEqual(iso_date(given), expected)

    def test_text_has_nothing_that_breaks_storage_or_deceives(self):
        for given, expected in [
            ("  ACME \x00Inc", "ACME Inc"),
            ("\u202egnp.exe", "gnp.exe"),
            ("\ud800x", "x"),
            (5, ""),
            ("x" * 2000, "x" * 1000),
        ]:
            with self.subTest(repr(given)[:20]):
                self.assertEqual(clean_text(given), expected)

    def test_nothing_that_is_not_as_agreed_raises(self):
        for given in [None, [], {}, {"fields": 1}, {"fields": {"ref": 3}, "lines": [1, {}]}]:
            with self.subTest(given):
                self.assertFalse(read_bill(given).amount_total)

    def test_fields_and_lines(self):
        bill = read_bill(acme_bill())
        self.assertEqual(bill.invoice_number, "INV-2024-17")
        self.assertEqual(bill.due_date, date(2024, 4, 4))
        self.assertEqual(bill.lines[0].quantity, Decimal("10"))
        self.assertEqual(bill.confidence["amount_total"], 0.97)

    def test_an_invoice_with_a_negative_total_is_a_credit_note(self):
        bill = read_bill(
            extraction(
                lines=[("Returned", "1", "-100", None, "-100.00")],
                amount_untaxed="-100.00",
                amount_tax="-15.00",
                amount_total="-115.00",
            )
        )
        self.assertTrue(bill.is_credit_note)
        self.assertEqual(bill.amount_total, Decimal("115.00"))
        self.assertEqual(bill.lines[0].subtotal, Decimal("100.00"))


@tagged("post_install", "-at_install")
class TestNamesAndNumbers(BaseCase):
    def test_same_supplier(self):
        for one, other, same in [
            ("ACME GmbH", "Acme Gmbh", True),
            ("ACME", "ACME GmbH", True),
            ("ACME GmbH", "ACME AG", False),
            ("Müller & Söhne GmbH", "MULLER & SOHNE G.m.b.H.", False),  # "G m b h" is no form
            ("Müller & Söhne GmbH", "Muller Sohne GmbH", True),
            ("Société Générale S.A.", "SOCIETE GENERALE SA", True),
            ("PT Maju Jaya", "Maju Jaya", True),
            ("ACME Supplies", "ACME Supplies Europe", False),
            ("GmbH", "GmbH", True),
            ("AG", "AG", False),
            ("", "", False),
        ]:
            with self.subTest((one, other)):
                self.assertEqual(supplier_name.same_supplier(one, other), same)

    def test_vat_variants(self):
        for number, country, expected in [
            ("BE 0477.472.701", "", ("BE0477472701", "0477472701", "BE")),
            ("0477472701", "BE", ("BE0477472701", "0477472701", "BE")),
            ("CHE-116.281.710 MWST", "", ("CHE116281710", "E116281710", "CH")),
            ("EL094259216", "", ("EL094259216", "094259216", "GR")),
            ("12345", "", ("", "12345", "")),
        ]:
            with self.subTest(number):
                self.assertEqual(vat_number.variants(number, country), expected)

    def test_vat_check_digits(self):
        for number, country, valid in [
            ("BE0477472701", "", True),
            ("BE0477472702", "", False),
            ("DE136695976", "FR", True),
            ("0477472701", "BE", True),
            ("0477472701", "", False),
            ("", "BE", False),
        ]:
            with self.subTest(number):
                self.assertEqual(vat_number.is_valid(number, country), valid)

    def test_iban_check_digits(self):
        for number, valid in [
            ("BE71 0961 2345 6769", True),
            ("BE72 0961 2345 6769", False),
            ("DE89370400440532013000", True),
            ("hello", False),
            ("", False),
        ]:
            with self.subTest(number):
                self.assertEqual(iban_number.is_valid(number), valid)

    def test_addresses(self):
        for text, expected in [
            ("Rue Neuve 1, 1000 Bruxelles", Address("Rue Neuve 1", "", "1000", "Bruxelles")),
            ("Hauptstr. 5\nD-80331 München", Address("Hauptstr. 5", "", "80331", "München")),
            ("Damrak 1\n1012 AB Amsterdam", Address("Damrak 1", "", "1012 AB", "Amsterdam")),
            (
                "10 Downing Street, London SW1A 2AA",
                Address("10 Downing Street", "", "SW1A 2AA", "London"),
            ),
            (
                "742 Evergreen Terrace, Springfield, IL 62701",
                Address("742 Evergreen Terrace", "", "62701", "Springfield"),
            ),
            ("Somewhere, over there", Address("Somewhere", "over there")),
            ("", Address()),
        ]:
            with self.subTest(text):
                self.assertEqual(parse_address(text), expected)

    def test_files_that_are_documents(self):
        for mimetype, name, expected in [
            ("application/pdf", "a.pdf", "application/pdf"),
            ("image/tiff", "a.tif", "image/tiff"),
            ("application/octet-stream", "a.JPG", "image/jpeg"),
            ("application/octet-stream", "a.exe", None),
            ("image/svg+xml", "logo.svg", None),
            ("text/plain", "a.pdf", None),
        ]:
            with self.subTest(name):
                self.assertEqual(document_file.readable_mimetype(mimetype, name), expected)

    def test_pictures_that_can_be_documents(self):
        for width, height, expected in [
            (1240, 1754, True),
            (600, 3000, True),  # a till receipt
            (120, 60, False),  # a logo
            (320, 320, False),  # a portrait
            (1600, 450, False),  # a banner
        ]:
            with self.subTest((width, height)):
                self.assertEqual(document_file.image_may_be_document(width, height), expected)
