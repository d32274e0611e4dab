import { _t } from "@web/core/l10n/translation";

import { Component } from "@odoo/owl";

/** Who answers, and whether what is asked stays in the house. */
export class AiWhere extends Component {
    static template = "insightpulse_ai.AiWhere";
    static props = { provider: Object, slots: { type: Object, optional: true } };

    get where() {
        const { substitute } = this.props.provider;
        const where = whereOf(this.props.provider);
        return substitute
            ? _t("%(where)s, or %(server)s if it is down", { where, server: serverOf(substitute) })
            : where;
    }
}

/** Where a `model` answers, in words; `local`: whether its `endpoint` is in the own network. */
export function whereOf({ model, endpoint, local }) {
    const server = serverOf(endpoint);
    return local
        ? _t("%(model)s on %(server)s, in your network", { model, server })
        : _t("Leaves your server: %(model)s on %(server)s", { model, server });
}

function serverOf(endpoint) {
    return endpoint.startsWith("api.openai.com") ? "OpenAI" : endpoint;
}
