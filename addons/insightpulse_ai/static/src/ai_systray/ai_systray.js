import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

/** Opens and closes the panel. */
export class AiSystray extends Component {
    static template = "insightpulse_ai.AiSystray";
    static props = {};

    setup() {
        this.panel = useService("insightpulse_ai.panel");
        this.state = useState(this.panel.state);
    }
}

registry
    .category("systray")
    .add("insightpulse_ai.AiSystray", { Component: AiSystray }, { sequence: 26 });
