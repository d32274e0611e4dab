import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";

import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";

const SHOWN_AFTER_SECONDS = 3;

/** What a person sees until the first word: how many come first, and for how long it thinks. */
export class AiWaiting extends Component {
    static template = "insightpulse_ai.AiWaiting";
    static props = { ahead: [Number, { value: null }] };

    setup() {
        this.state = useState({ seconds: 0 });
        onMounted(() => {
            this.timer = browser.setInterval(() => this.state.seconds++, 1000);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get message() {
        const { ahead } = this.props;
        if (ahead === 1) {
            return _t("Waiting: one question comes first");
        }
        return ahead ? _t("Waiting: %s questions come first", ahead) : _t("Thinking…");
    }

    get seconds() {
        const { seconds } = this.state;
        return seconds >= SHOWN_AFTER_SECONDS ? _t("%s s", seconds) : "";
    }
}
