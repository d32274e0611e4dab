import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

registry.category("command_provider").add("insightpulse_ai.ask", {
    provide: (env) => [
        {
            name: _t("Ask AI"),
            category: "smart_action",
            action: () => env.services["insightpulse_ai.panel"].open(),
        },
    ],
});
