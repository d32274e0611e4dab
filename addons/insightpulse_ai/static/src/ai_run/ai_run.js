import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

import { AiFileList } from "../ai_files/ai_file_list";
import { AiLeft, AiSteps } from "../ai_steps/ai_steps";
import { whereOf } from "../ai_where/ai_where";
import { MarkdownText } from "../markdown/markdown_text";
import { AiWaiting } from "./ai_waiting";

/** A question, its answer, and what can be done with that. */
export class AiRun extends Component {
    static template = "insightpulse_ai.AiRun";
    static components = {
        AiFileList,
        AiLeft,
        AiSteps,
        AiWaiting,
        CopyButton,
        MarkdownText,
    };
    static props = {
        run: Object,
        /** The record with a chatter that the answer can be written to. */
        record: { type: [Object, { value: null }], optional: true },
        canAsk: Boolean,
        askAgain: Function,
        ask: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ isWriting: false });
    }

    get steps() {
        return this.props.run.steps || [];
    }

    get sources() {
        return this.props.run.sources || [];
    }

    place(source) {
        return source.page
            ? _t("%(label)s, page %(page)s", { label: source.label, page: source.page })
            : source.label;
    }

    get isOpen() {
        return ["waiting", "running"].includes(this.props.run.state);
    }

    get hasActions() {
        return !this.isOpen && Boolean(this.props.run.answer);
    }

    /** Whether it was asked outside of the own network, as far as the log tells. */
    get hasLeft() {
        const { endpoint, local } = this.props.run;
        return Boolean(endpoint) && !local;
    }

    get figures() {
        const { model, seconds, tokens } = this.props.run;
        const parts = [this.hasLeft ? whereOf(this.props.run) : model];
        if (seconds) {
            parts.push(_t("%s s", formatFloat(seconds, { digits: [0, 1] })));
        }
        if (tokens) {
            parts.push(_t("%s tokens", tokens));
        }
        return parts.filter(Boolean).join(" · ");
    }

    get error() {
        const { state, error } = this.props.run;
        if (state === "cancelled") {
            return { kind: "secondary", message: error?.message || _t("Cancelled"), remedy: "" };
        }
        if (state === "done" && error) {
            return { kind: "warning", ...error };
        }
        return state === "failed" && { kind: "danger", message: _t("Failed"), ...error };
    }

    get copyLabel() {
        return _t("Copy");
    }

    get copiedLabel() {
        return _t("Copied");
    }

    insert() {
        return this._write(async () => {
            const composer = await this.orm.call("ai.run", "composer", [this.props.run.id]);
            await this.action.doAction(composer, { onClose: this._reloader() });
        });
    }

    logNote() {
        return this._write(async () => {
            const reload = this._reloader();
            await this.orm.call("ai.run", "log_note", [this.props.run.id]);
            reload();
            this.notification.add(_t("Logged as a note"), { type: "success" });
        });
    }

    async _write(action) {
        this.state.isWriting = true;
        try {
            await action();
        } finally {
            this.state.isWriting = false;
        }
    }

    /** Reloads the chatter of the record, if it is still shown by then. */
    _reloader() {
        const { resModel: model, resIds } = this.props.record;
        return () => this.env.bus.trigger("MAIL:RELOAD-THREAD", { model, id: resIds[0] });
    }
}
