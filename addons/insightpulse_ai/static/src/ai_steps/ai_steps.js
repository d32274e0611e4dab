import { useService } from "@web/core/utils/hooks";

import { Component } from "@odoo/owl";

import { AiProposal } from "../ai_proposal/ai_proposal";

/** What an agent did on the way to its answer, and what it leaves to the user. */
export class AiSteps extends Component {
    static template = "insightpulse_ai.AiSteps";
    static components = { AiProposal };
    static props = {
        steps: Array,
        /** Whether one of several records can be chosen now. */
        canAsk: Boolean,
        ask: Function,
    };

    setup() {
        this.action = useService("action");
    }

    get lookedUp() {
        return this.props.steps.filter((step) => ["tool", "sources"].includes(step.kind));
    }

    get buttons() {
        return this.props.steps.filter((step) => step.action);
    }

    get proposals() {
        return this.props.steps.filter((step) => step.proposal);
    }

    get candidates() {
        return this.props.steps.flatMap((step) => step.candidates);
    }

    icon(step) {
        return {
            running: "fa-circle-o-notch fa-spin",
            done: "fa-check text-success",
            failed: "fa-exclamation-triangle text-warning",
        }[step.state];
    }

    buttonIcon(step) {
        return step.action.type === "ir.actions.report" ? "fa-print" : "fa-external-link";
    }

    open(step) {
        return this.action.doAction(step.action);
    }
}

/** What an agent leaves to the user, below its answer: records to choose, buttons, proposals. */
export class AiLeft extends AiSteps {
    static template = "insightpulse_ai.AiSteps.after";
}
