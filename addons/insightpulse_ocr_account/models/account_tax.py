from odoo import api, models
from odoo.tools import float_compare


class AccountTax(models.Model):
    _inherit = "account.tax"

    @api.model
    def _ocr_purchase_taxes(self, company):
        """The active percentage purchase taxes of `company`, the company's default first."""
        taxes = self.search(
            [
                *self._check_company_domain(company),
                ("type_tax_use", "=", "purchase"),
                ("amount_type", "in", ("percent", "group")),
            ]
        )
        default = company.account_purchase_tax_id
        # A tax whose price includes it needs its prices changed: only where there is no other.
        return taxes.sorted(lambda tax: (tax != default, tax.price_include, not tax.is_domestic))

    def _ocr_effect(self):
        """What these taxes add to a price, in percent: 0 for a reverse charge of 21 %."""
        if not self:
            return 0.0
        result = self.compute_all(
            100.0, handle_price_include=False, rounding_method="round_globally"
        )
        return result["total_included"] - result["total_excluded"]

    @api.model
    def _ocr_purchase_tax(self, company, percent, fiscal_position=None):
        """The company's tax for lines on which `percent` was charged.

        The fiscal position of the supplier chooses among the taxes that add what was charged. It
        cannot undo what the document says: where it has a reverse charge, and tax was charged
        all the same, that tax is on the bill (and its reader is told by `_ocr_is_mapped_away`).

        :param percent: Decimal or float; None when no rate was read
        :return: ``account.tax``; empty when there is none of that rate
        """
        if percent is None:
            return self.browse()
        percent = float(percent)
        taxes = self._ocr_purchase_taxes(company)
        position = fiscal_position or self.env["account.fiscal.position"]

        def charges(tax):
            return float_compare(tax._ocr_effect(), percent, precision_digits=2) == 0

        if not percent:
            # Nothing was charged. That can be a reverse charge, an exemption or no tax at all:
            # only the fiscal position, or a chart with one single 0 % tax, knows which.
            default = company.account_purchase_tax_id
            mapped = position.map_tax(default) if position else self.browse()
            if mapped and mapped != default and charges(mapped):
                return mapped
            zero = taxes.filtered(lambda tax: not tax.amount and tax.is_domestic and charges(tax))
            return zero if len(zero) == 1 and not position else self.browse()
        charged = taxes.filtered(charges)[:1]
        mapped = position.map_tax(charged)
        return mapped if mapped and charges(mapped) else charged

    def _ocr_is_mapped_away(self, fiscal_position):
        """Whether `fiscal_position` would have other taxes in the place of these."""
        return bool(self and fiscal_position and fiscal_position.map_tax(self) != self)

    @api.model
    def _ocr_purchase_rates(self, company):
        """The percentages that the company's purchase taxes add, e.g. ``[21.0, 6.0]``."""
        rates = {round(tax._ocr_effect(), 4) for tax in self._ocr_purchase_taxes(company)}
        return sorted(rate for rate in rates if rate > 0)
