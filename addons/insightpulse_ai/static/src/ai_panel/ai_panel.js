import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

import { Component, onMounted, onWillUnmount, useRef, useState, xml } from "@odoo/owl";

import { AiTalk } from "./ai_talk";

/** The frame beside the view: follows what is shown there, and gives the focus back. */
export class AiPanel extends Component {
    static template = "insightpulse_ai.AiPanel";
    static components = { AiTalk };
    static props = {};

    setup() {
        this.panel = useService("insightpulse_ai.panel");
        this.state = useState(this.panel.state);
        const root = useRef("root");
        const before = document.activeElement;
        onMounted(() => this.panel.takeFocus(root.el));
        onMounted(resizeViews);
        onWillUnmount(() => {
            if (root.el.contains(document.activeElement)) {
                before?.focus?.();
            }
            browser.setTimeout(resizeViews);
        });
    }

    get conversation() {
        return this.panel.conversation(this.state.subject);
    }

    onKeydown(ev) {
        const isMenuOpen = ev.currentTarget.querySelector("[aria-expanded=true]");
        if (ev.key === "Escape" && !ev.isComposing && !isMenuOpen) {
            ev.stopPropagation();
            this.panel.close();
        }
    }
}

/** The view beside the panel has more room now, or less. */
function resizeViews() {
    browser.dispatchEvent(new Event("resize"));
}

/** Makes the panel while it is open. */
export class AiPanelContainer extends Component {
    static template = xml`<AiPanel t-if="state.isOpen"/>`;
    static components = { AiPanel };
    static props = {};

    setup() {
        this.state = useState(useService("insightpulse_ai.panel").state);
    }
}

registry
    .category("main_components")
    .add("insightpulse_ai.AiPanelContainer", { Component: AiPanelContainer });
