import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

/** What a model would like done: shown field by field, done by a click. */
export class AiProposal extends Component {
    static template = "insightpulse_ai.AiProposal";
    static props = { proposal: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ decided: null, isDeciding: false, problem: "" });
    }

    /** As it was decided here, or else as the server has told it last. */
    get proposal() {
        return this.state.decided || this.props.proposal;
    }

    get isPending() {
        return this.proposal.state === "pending";
    }

    get outcome() {
        return {
            done: { kind: "success", icon: "fa-check", text: _t("Done") },
            rejected: { kind: "secondary", icon: "fa-times", text: _t("Rejected") },
            expired: { kind: "secondary", icon: "fa-clock-o", text: _t("Expired: ask again") },
            outdated: {
                kind: "warning",
                icon: "fa-exclamation-triangle",
                text:
                    this.proposal.kind === "message"
                        ? _t("Who follows the record has changed, so nothing was sent: ask again")
                        : _t("The record was changed meanwhile, so nothing was done: ask again"),
            },
        }[this.proposal.state];
    }

    get approveLabel() {
        return (
            { write: _t("Apply"), create: _t("Create"), message: _t("Send"), note: _t("Log") }[
                this.proposal.kind
            ] || _t("Approve")
        );
    }

    async decide(approve) {
        this.state.isDeciding = true;
        this.state.problem = "";
        try {
            this.state.decided = await this.orm.silent.call("ai.proposal", "decide", [
                this.proposal.id,
                approve,
            ]);
        } catch (error) {
            this.state.problem = error.data?.message || _t("The server cannot be reached.");
        }
        this.state.isDeciding = false;
        if (this.proposal.state === "done") {
            await this.action.doAction("soft_reload");
        }
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.proposal.model,
            res_id: this.proposal.res_id,
            views: [[false, "form"]],
        });
    }
}
