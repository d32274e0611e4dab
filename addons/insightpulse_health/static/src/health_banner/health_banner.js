import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { WebClient } from "@web/webclient/webclient";

import { Component, useState } from "@odoo/owl";
import { named } from "../system_health/system_health";

/** Tells an administrator that something fails, wherever they work. */
export class HealthBanner extends Component {
    static template = "insightpulse_health.HealthBanner";
    static props = {};

    setup() {
        this.news = useState(useService("system_health"));
        this.action = useService("action");
    }

    get sentence() {
        const [first, ...others] = this.news.failing;
        const title = named(first);
        const told = first.output ? `${title}: ${first.output}` : _t("%s fails.", title);
        return others.length
            ? _t("%(told)s And %(count)s more.", { told, count: others.length })
            : told;
    }

    open() {
        this.action.doAction("insightpulse_health.action_system_health", {
            clearBreadcrumbs: true,
        });
    }
}

patch(WebClient, { components: { ...WebClient.components, HealthBanner } });
