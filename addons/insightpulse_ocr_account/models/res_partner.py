from odoo import api, models
from odoo.addons.base.models.res_bank import sanitize_account_number
from odoo.fields import Domain
from odoo.tools import SQL

from ..reading import supplier_name, vat_number

#: How many contacts that share a word with the name are compared with it.
NAME_CANDIDATES = 500


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _ocr_match_supplier(self, company, vat="", iban="", name=""):
        """The contact that a document comes from, as far as that is certain.

        By VAT number, then by bank account, then by name; a later sign never contradicts an
        earlier one: a contact with another VAT number than the printed one is not the supplier
        (a factoring company is paid for many). The company itself is the customer, never the
        supplier. Two equally good contacts are no match.

        :return: ``(res.partner, "vat" | "iban" | "name" | "")``
        """
        Partner = self.with_company(company)
        own = company.sudo().partner_id.commercial_partner_id
        domain = [
            *Partner._check_company_domain(company),
            ("commercial_partner_id", "!=", own.id),
        ]
        country = company.sudo().account_fiscal_country_id.code or ""
        if vat and (partner := Partner._ocr_match_vat(vat, country, name, domain)):
            return partner, "vat"
        for by, partner in (
            ("iban", Partner._ocr_match_iban(iban, company, domain)),
            ("name", Partner._ocr_match_name(name, domain)),
        ):
            if partner and not partner._ocr_has_other_vat(vat, country):
                return partner, by
        return self.browse(), ""

    @api.model
    def _ocr_match_vat(self, vat, default_country, name, domain):
        prefixed, bare, country = vat_number.variants(vat, default_country)
        if len(bare) < 5:
            return self.browse()
        query = self._search(domain)
        query.add_where(
            SQL(
                "regexp_replace(upper(%s), '[^A-Z0-9]|(MWST|TVA|IVA|VAT)$', '', 'g') IN %s",
                self._field_to_sql(self._table, "vat", query),
                tuple({prefixed or bare, bare}),
            )
        )
        found = self.browse(query)
        # A number without its prefix is another company's in another country.
        found = found.filtered(
            lambda partner: (
                vat_number.compact(partner.vat) == prefixed
                or partner.country_id.code in (False, country)
            )
        ).commercial_partner_id
        if len(found) > 1:
            # Branches of one legal entity, or a contact that was entered twice.
            named = found.filtered(lambda partner: supplier_name.same_supplier(partner.name, name))
            found = (named or found).sorted(lambda partner: (-partner.supplier_rank, partner.id))
        return found[:1]

    @api.model
    def _ocr_match_iban(self, iban, company, domain):
        if not iban:
            return self.browse()
        banks = self.env["res.partner.bank"].search(
            [
                ("sanitized_acc_number", "=", sanitize_account_number(iban)),
                ("company_id", "in", (False, company.id)),
            ]
        )
        partners = banks.partner_id.commercial_partner_id.filtered_domain(domain)
        return partners if len(partners) == 1 else self.browse()

    @api.model
    def _ocr_match_name(self, name, domain):
        patterns = supplier_name.search_patterns(name)
        if not patterns:
            return self.browse()
        candidates = self.search(
            Domain(domain)
            & Domain("parent_id", "=", False)
            & Domain.OR(Domain("name", "=ilike", pattern) for pattern in patterns),
            limit=NAME_CANDIDATES,
        )
        for same in (supplier_name.identical, supplier_name.same_supplier):
            found = candidates.filtered(lambda partner: same(partner.name or "", name))  # noqa: B023
            if found:
                suppliers = found.filtered("supplier_rank") or found
                return suppliers if len(suppliers) == 1 else self.browse()
        return self.browse()

    def _ocr_has_other_vat(self, vat, default_country):
        """Whether the contact has a VAT number, and it is not `vat` (when that was read)."""
        self.ensure_one()
        if not vat or not self.vat or self.vat == "/":
            return False
        default_country = self.country_id.code or default_country
        mine = vat_number.variants(self.vat, default_country)
        return mine[1] != vat_number.variants(vat, default_country)[1]
