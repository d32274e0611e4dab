import { _t } from "@web/core/l10n/translation";

import { Component } from "@odoo/owl";

/** Who answers, and whether what is asked stays in the house. */
export class AiWhere extends Component {
    static template = "insightpulse_ai.AiWhere";
    static props = { provider: Object, slots: { type: Object, optional: true } };

    get where() {
        const { model, endpoint, local } = this.props.provider;
        const server = endpoint.startsWith("api.openai.com") ? "OpenAI" : endpoint;
        return local
            ? _t("%(model)s on %(server)s, in your network", { model, server })
            : _t("Leaves your server: %(model)s on %(server)s", { model, server });
    }
}
