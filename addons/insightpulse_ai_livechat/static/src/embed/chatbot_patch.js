import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

import { Chatbot } from "@im_livechat/core/common/chatbot_model";
import { ChatbotStep } from "@im_livechat/core/common/chatbot_step_model";

/** Longer than the server waits for an answer: then nobody works on it any more. */
const PATIENCE = 100000;

patch(ChatbotStep.prototype, {
    get expectAnswer() {
        return super.expectAnswer || this.step_type === "ai_agent";
    },
});

patch(Chatbot.prototype, {
    setup() {
        super.setup(...arguments);
        /** What the server says: "answering", "handover" or nothing. */
        this.ai_state = fields.Attr("", {
            onUpdate() {
                this._onAiState();
            },
        });
    },

    get isAtAi() {
        const step = this.currentStep;
        return step?.step_type === "ai_agent" && !step.completed && !this.forwarded;
    },

    async start() {
        if (!this.isAtAi) {
            return super.start(...arguments);
        }
        if (this.ai_state === "handover") {
            await this._leaveAi();
        }
    },

    stop() {
        super.stop(...arguments);
        browser.clearTimeout(this.aiTimeout);
    },

    _onAiState() {
        browser.clearTimeout(this.aiTimeout);
        this.isTyping = this.ai_state === "answering";
        if (this.ai_state === "answering") {
            this.aiTimeout = browser.setTimeout(() => this._leaveAi(), PATIENCE);
        } else if (this.ai_state === "handover" && !this.isProcessingAnswer) {
            this.thread?.isLoadedDeferred.then(() => this._leaveAi());
        }
    },

    /** The server has heard the message as it was posted, and says by `ai_state` what it does. */
    async _processAnswer(message) {
        if (this.currentStep.step_type !== "ai_agent") {
            return super._processAnswer(...arguments);
        }
        this.isProcessingAnswer = false;
        if (this.ai_state === "handover") {
            await this._leaveAi();
        }
    },

    async _leaveAi() {
        if (!this.isAtAi) {
            return;
        }
        this.ai_state = "";
        this.currentStep.completed = true;
        await this._runUntilUserInputStep();
    },
});

patch(Thread.prototype, {
    get composerDisabled() {
        return super.composerDisabled || this.chatbot?.ai_state === "answering";
    },
});
