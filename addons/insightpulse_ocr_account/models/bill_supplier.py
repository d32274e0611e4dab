"""The supplier of a bill: matched when that is certain, otherwise proposed and never guessed.

A contact is made only when a person asks for it, with that person's own rights. A bank account
that stands on a document proves nothing: fraud by a changed account number is common. So it is
never trusted for payments here, and a known supplier's accounts are not added to.
"""

from odoo import api, fields, models
from odoo.addons.base.models.res_bank import sanitize_account_number
from odoo.exceptions import UserError

from ..reading import iban_number, supplier_name, vat_number
from ..reading.notes import Note
from ..reading.read_bill import read_bill
from ..reading.supplier_address import parse_address


class AccountMove(models.Model):
    _inherit = "account.move"

    ocr_supplier_proposal = fields.Char(
        compute="_compute_ocr_supplier_proposal",
        help="The supplier that the document names and that is not among the contacts.",
    )

    @api.depends("partner_id", "state", "ocr_document_id", "ocr_state")
    @api.depends_context("uid", "lang")
    def _compute_ocr_supplier_proposal(self):
        for move in self:
            move.ocr_supplier_proposal = False
            document = move.ocr_document_id
            if move.partner_id or move.state != "draft" or move.ocr_state != "read":
                continue
            if not document.has_access("read"):
                continue
            bill = read_bill(document.extraction)
            if not bill.supplier_name:
                continue
            move.ocr_supplier_proposal = (
                self.env._("%(name)s (VAT %(vat)s)", name=bill.supplier_name, vat=bill.supplier_vat)
                if bill.supplier_vat
                else bill.supplier_name
            )

    # -- filling in ---------------------------------------------------------------------

    def _ocr_fill_supplier(self, bill, typed, notes):
        supplier, _by = self.env["res.partner"]._ocr_match_supplier(
            self.company_id, vat=bill.supplier_vat, iban=bill.supplier_iban, name=bill.supplier_name
        )
        if supplier and "partner_id" not in typed:
            if self.partner_id.commercial_partner_id != supplier:
                self.partner_id = supplier
        elif self.partner_id and self._ocr_is_other_supplier(bill, supplier):
            # A person chose another contact, or the bill was mailed by another one.
            notes.append(Note("other_supplier", {"read": bill.supplier_name or bill.supplier_vat}))

    def _ocr_is_other_supplier(self, bill, supplier):
        chosen = self.partner_id.commercial_partner_id
        if supplier:
            return supplier != chosen
        if bill.supplier_vat and chosen.vat:
            return chosen._ocr_has_other_vat(
                bill.supplier_vat, self.company_id.account_fiscal_country_id.code or ""
            )
        return bool(bill.supplier_name) and not supplier_name.same_supplier(
            chosen.name or "", bill.supplier_name
        )

    def _ocr_fill_bank_account(self, bill, typed, notes):
        """Choose the printed account among those known of the supplier; warn of any other."""
        account = sanitize_account_number(bill.supplier_iban)
        if not account or not self.partner_id or self.is_inbound(include_receipts=True):
            return  # of a credit note the recipient is the company itself
        known = self.bank_partner_id.bank_ids.filtered(
            lambda bank: bank.company_id in (self.company_id.browse(), self.company_id)
        )
        printed = known.filtered(lambda bank: bank.sanitized_acc_number == account)[:1]
        if printed and "partner_bank_id" not in typed:
            self.partner_bank_id = printed
        elif not printed:
            notes.append(Note("other_bank_account", {"iban": bill.supplier_iban}))

    # -- the proposal -------------------------------------------------------------------

    def action_ocr_create_supplier(self):
        """Create the proposed contact, with the rights of who asks, and put it on the bill."""
        self.ensure_one()
        document = self.ocr_document_id
        if self.partner_id or self.state != "draft" or document.state != "read":
            raise UserError(self.env._("This bill needs no new supplier any more."))
        bill = read_bill(document.extraction)
        if not bill.supplier_name:
            raise UserError(self.env._("The document names no supplier. Please choose one."))
        move = self.with_company(self.company_id)
        # Somebody may have created it since the document was read.
        supplier, _by = move.env["res.partner"]._ocr_match_supplier(
            move.company_id, vat=bill.supplier_vat, iban=bill.supplier_iban, name=bill.supplier_name
        )
        if not supplier:
            supplier = move.env["res.partner"].create(move._ocr_supplier_values(bill))
            move._ocr_create_bank_account(supplier, bill)
        move.partner_id = supplier
        # The supplier brings a fiscal position, a payment term, a bank account: what is still
        # ours follows them.
        move.action_ocr_fill_again()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _ocr_supplier_values(self, bill):
        """Values of a new contact; a VAT number whose check digits are wrong is left out."""
        company_country = self.company_id.account_fiscal_country_id.code or ""
        vat = bill.supplier_vat
        valid = bool(vat) and vat_number.is_valid(vat, company_country)
        code = ""
        if vat:
            code = vat_number.variants(vat, company_country)[2] if valid else ""
        if not code and iban_number.is_valid(bill.supplier_iban):
            code = iban_number.compact(bill.supplier_iban)[:2]
        country = self.env["res.country"].search([("code", "=", code)], limit=1) if code else None
        address = parse_address(bill.supplier_address)
        values = {
            "name": bill.supplier_name,
            "is_company": True,
            "company_type": "company",
            "street": address.street or False,
            "street2": address.street2 or False,
            "zip": address.zip or False,
            "city": address.city or False,
            "country_id": country.id if country else False,
            "supplier_rank": 1,
        }
        if valid:
            checked, _country = self.env["res.partner"]._run_vat_checks(
                country or self.env["res.country"], vat_number.compact(vat), validation="setnull"
            )
            values["vat"] = checked or False
        return values

    def _ocr_create_bank_account(self, supplier, bill):
        """Note the printed account, untrusted, if the person may create bank accounts."""
        banks = self.env["res.partner.bank"]
        if not iban_number.is_valid(bill.supplier_iban) or not banks.has_access("create"):
            return
        banks.create(
            {
                "acc_number": bill.supplier_iban,
                "partner_id": supplier.id,
                "allow_out_payment": False,
            }
        )
