import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillDestroy, useState } from "@odoo/owl";

const LOOK_MILLISECONDS = 2000;
const ENDED = ["done", "review", "skipped", "failed", "cancelled"];

/**
 * A button that fills fields of the record in the form, while one looks on: by a server action, or
 * by a method of the record that starts a batch and returns its id.
 *
 *     <widget name="ai_fill" options="{'action': 'insightpulse_ai_crm.action_classify'}"/>
 *     <widget name="ai_fill" options="{'method': 'ai_ask_doubtful'}" title="Ask about doubts"/>
 *
 * The filling is queued: nothing waits for the model but this button.
 */
export class AiFillButton extends Component {
    static template = "insightpulse_ai.AiFillButton";
    static props = {
        ...standardWidgetProps,
        action: { type: String, optional: true },
        method: { type: String, optional: true },
        title: { type: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.actionService = useService("action");
        this.state = useState({ fillId: false, line: null, busy: false });
        this.onUpdate = ({ fill_id }) => fill_id === this.state.fillId && this.look();
        this.bus.subscribe("ai.fill/update", this.onUpdate);
        onWillDestroy(() => {
            this.leave();
            this.bus.unsubscribe("ai.fill/update", this.onUpdate);
        });
    }

    get title() {
        return this.props.title || _t("Fill in by AI");
    }

    get isUnderWay() {
        return this.state.busy || Boolean(this.state.fillId && !this.isEnded);
    }

    get isEnded() {
        return ENDED.includes(this.state.line?.state);
    }

    /** What to say beside the button: why nothing is there, or why it takes long. */
    get words() {
        const { line } = this.state;
        if (!line || line.resId !== this.props.record.resId) {
            return "";
        }
        if (line.state === "review") {
            return _t("There is a proposal: click to decide.");
        }
        return [line.error, line.remedy, line.queue_note].filter(Boolean).join(" ");
    }

    async fill() {
        if (this.isUnderWay) {
            return;
        }
        this.leave();
        this.state.busy = true;
        this.state.line = null;
        try {
            if (!(await this.props.record.save())) {
                return;
            }
            this.state.fillId = await this.start();
            this.poll = setInterval(() => this.look(), LOOK_MILLISECONDS);
        } finally {
            this.state.busy = false;
        }
    }

    /** Begin to fill the record, which is saved; return the batch's id. */
    start() {
        const { action, method, record } = this.props;
        const { resModel, resId } = record;
        return method
            ? this.orm.call(resModel, method, [[resId]])
            : this.orm.call("ir.actions.server", "ai_fill_record", [action, resModel, resId]);
    }

    async look() {
        const { fillId } = this.state;
        const [line] = await this.orm.silent.searchRead(
            "ai.fill.line",
            [["fill_id", "=", fillId]],
            ["state", "error", "remedy", "queue_note", "res_id", "told", "unread"]
        );
        if (fillId !== this.state.fillId || !line || this.isEnded) {
            return;
        }
        this.state.line = { ...line, resId: line.res_id };
        if (this.isEnded) {
            clearInterval(this.poll);
            if (line.state === "done" && line.res_id === this.props.record.resId) {
                await this.reload();
            }
        }
    }

    /** Show what was filled in, unless that would throw away what the user is typing. */
    async reload() {
        const { record } = this.props;
        if (await record.isDirty()) {
            this.state.line.error = _t("It was filled in. Your own changes are kept.");
            return;
        }
        await record.load();
        const { resModel: model, resId: id } = record;
        this.env.bus.trigger("MAIL:RELOAD-THREAD", { model, id });
    }

    leave() {
        clearInterval(this.poll);
        this.state.fillId = false;
    }

    open() {
        this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: "ai.fill",
            res_id: this.state.fillId,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("ai_fill", {
    component: AiFillButton,
    extractProps: ({ attrs, options }) => ({
        action: options.action,
        method: options.method,
        title: attrs.title,
    }),
});
