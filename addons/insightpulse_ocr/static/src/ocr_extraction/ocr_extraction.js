import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const LABELS = {
    supplier_name: _t("Supplier"),
    supplier_address: _t("Address"),
    supplier_vat: _t("VAT number"),
    supplier_iban: _t("IBAN"),
    invoice_number: _t("Number"),
    invoice_date: _t("Date"),
    due_date: _t("Due date"),
    currency: _t("Currency"),
    amount_untaxed: _t("Untaxed amount"),
    amount_tax: _t("Tax"),
    amount_total: _t("Total"),
};
const SURE = 0.9;
const DOUBTFUL = 0.6;

/** What was read, as a table: each value, how sure it is, and where it stands. */
export class OcrExtraction extends Component {
    static template = "insightpulse_ocr.OcrExtraction";
    static props = { ...standardFieldProps };

    get extraction() {
        return this.props.record.data[this.props.name] || null;
    }

    get rows() {
        const fields = this.extraction.fields || {};
        return Object.entries(LABELS)
            .filter(([name]) => fields[name])
            .map(([name, label]) => ({ name, label, ...fields[name] }));
    }

    get lines() {
        return this.extraction.lines || [];
    }

    format(row) {
        if (/^\d{4}-\d{2}-\d{2}$/.test(row.value)) {
            const date = deserializeDate(row.value);
            return date.isValid ? formatDate(date) : row.value;
        }
        return row.value;
    }

    isAmount(row) {
        return row.name.startsWith("amount_");
    }

    percent(confidence) {
        return `${Math.round((confidence || 0) * 100)} %`;
    }

    decoration(confidence) {
        if (confidence >= SURE) {
            return "success";
        }
        return confidence >= DOUBTFUL ? "warning" : "danger";
    }

    mark(part) {
        const marked = part?.polygon ? { page: part.page, polygon: part.polygon } : null;
        this.env.bus.trigger("OCR:MARK", marked);
    }
}

registry.category("fields").add("ocr_extraction", {
    component: OcrExtraction,
    displayName: _t("What was read"),
    supportedTypes: ["json"],
});
