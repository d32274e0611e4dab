import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Field, getFieldFromRegistry } from "@web/views/fields/field";
import { many2ManyTagsField } from "@web/views/fields/many2many_tags/many2many_tags_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

import { AiFillButton } from "./ai_fill_button";

/** Fills one field; what it replaces is looked at before. */
class AiFieldButton extends AiFillButton {
    static template = "insightpulse_ai.AiFieldButton";
    static props = {
        ...AiFillButton.props,
        name: String,
        prompt: { type: String, optional: true },
    };

    get title() {
        return this.props.record.isNew
            ? _t("Save, and fill this field in by AI")
            : _t("Fill this field in by AI");
    }

    /** What is proposed for the record in the form: how `ai.fill.line` tells it. */
    get proposed() {
        const { line } = this.state;
        const isOurs = line?.state === "review" && line.resId === this.props.record.resId;
        return isOurs && line.told[0];
    }

    start() {
        const { action, name, prompt, record } = this.props;
        const { resModel, resId } = record;
        const how = action ? { action } : { prompt };
        return this.orm.call("ir.actions.server", "ai_fill_field", [resModel, resId, name], how);
    }

    async replace() {
        await this.decide("action_approve");
        await this.look();
    }

    async keep() {
        await this.decide("action_reject");
        this.leave();
    }

    async decide(method) {
        const { line } = this.state;
        this.state.busy = true;
        try {
            await this.orm.call("ai.fill.line", method, [[line.id]]);
            this.state.line = null;
        } finally {
            this.state.busy = false;
        }
    }
}

/**
 * A field as it is always shown, with a button that fills it by a prompt, or as a server action
 * fills it; `widget` is the one to show it with, unless it is the ordinary one.
 *
 *     <field name="function" widget="ai_field" options="{'prompt': 'The job of {{ name }}.'}"/>
 *     <field name="tag_ids" widget="ai_tags" options="{'action': 'my_module.my_action'}"/>
 *
 * The button is there only in a form, for who may change the field.
 */
class AiField extends Component {
    static template = "insightpulse_ai.AiField";
    static components = { AiFieldButton, Field };
    static props = { ...standardFieldProps, fieldInfo: Object };

    get inner() {
        const { fieldInfo, id, name, readonly, record } = this.props;
        const field = ordinary(fieldInfo);
        const type = ordinaryWidget(fieldInfo);
        return { fieldInfo: { ...fieldInfo, field }, id, name, readonly, record, type };
    }

    get canFill() {
        const { readonly, record } = this.props;
        return !readonly && record === record.model.root;
    }

    get options() {
        return this.props.fieldInfo.options;
    }
}

function ordinaryWidget({ type, options }) {
    return options.widget || (type === "many2many" ? "many2many_tags" : type);
}

function ordinary(fieldInfo) {
    return getFieldFromRegistry(fieldInfo.type, ordinaryWidget(fieldInfo), fieldInfo.viewType);
}

const aiField = {
    component: AiField,
    displayName: _t("Field with AI"),
    supportedTypes: [
        "boolean",
        "char",
        "date",
        "datetime",
        "float",
        "html",
        "integer",
        "many2one",
        "monetary",
        "selection",
        "text",
    ],
    extractProps: (fieldInfo) => ({ fieldInfo }),
    fieldDependencies: (fieldInfo) => {
        const { fieldDependencies } = ordinary(fieldInfo);
        return fieldDependencies instanceof Function
            ? fieldDependencies(fieldInfo)
            : fieldDependencies;
    },
    isEmpty: (record, name) => {
        const { isEmpty } = getFieldFromRegistry(record.fields[name].type);
        return isEmpty ? isEmpty(record, name) : !record.data[name];
    },
};

registry.category("fields").add("ai_field", aiField);
// what is read of the records that a field leads to has to be known by the name of its widget
registry.category("fields").add("ai_tags", {
    ...aiField,
    displayName: _t("Tags with AI"),
    supportedTypes: ["many2many"],
    relatedFields: many2ManyTagsField.relatedFields,
    isEmpty: (record, name) => record.data[name].count === 0,
});
