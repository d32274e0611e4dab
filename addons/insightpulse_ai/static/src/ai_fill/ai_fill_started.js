import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** As long as it takes to read it, and to go to its button. */
const READ_MILLISECONDS = 20_000;

/** Client action: say that fields are being filled, with a button that leads to the progress. */
function fillStarted(env, { params }) {
    const close = env.services.notification.add(params.message, {
        title: params.title,
        type: "info",
        autocloseDelay: READ_MILLISECONDS,
        buttons: [
            {
                name: _t("See the progress"),
                primary: true,
                onClick: () => {
                    close();
                    return env.services.action.doAction("insightpulse_ai.action_ai_fill", {
                        viewType: "form",
                        props: { resId: params.fill_id },
                    });
                },
            },
        ],
    });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("ai_fill_started", fillStarted);
