import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

import { reactive } from "@odoo/owl";

import { AiConversation } from "./ai_conversation";

const STORED = "insightpulse_ai.panel";
const STORED_AGENT = "insightpulse_ai.agent";
const KEPT_CONVERSATIONS = 20;

/**
 * Whether the panel is open, and what it is about.
 *
 * Conversations stay for as long as the page does: who comes back to a record finds them as they
 * were, and an answer goes on while its reader looks at another record.
 */
export const aiPanelService = {
    dependencies: ["orm", "ui"],

    start(env, { orm, ui }) {
        const conversations = new Map();
        const choice = reactive({
            agentId: Number(browser.localStorage.getItem(STORED_AGENT)) || false,
        });
        let timer, followed;
        let focused = 0;
        const state = reactive({
            // a phone's screen is not covered unless somebody asks for it
            isOpen: !ui.isSmall && browser.localStorage.getItem(STORED) === "open",
            subject: null,
            /** Counts how often somebody opened the panel to write there. */
            opened: 0,
        });

        function conversation(subject) {
            const key = subject?.key || "";
            if (!conversations.has(key)) {
                forgetOldest();
                conversations.set(key, AiConversation.reactive(orm, subject, choice));
            }
            return conversations.get(key);
        }

        function forgetOldest() {
            for (const [key, kept] of conversations) {
                if (conversations.size < KEPT_CONVERSATIONS) {
                    break;
                }
                if (!kept.isBusy) {
                    conversations.delete(key);
                }
            }
        }

        function open(subject) {
            if (subject) {
                browser.clearTimeout(timer);
                state.subject = subject;
            }
            state.isOpen = true;
            state.opened++;
            browser.localStorage.setItem(STORED, "open");
        }

        function close() {
            state.isOpen = false;
            browser.localStorage.setItem(STORED, "closed");
            for (const kept of conversations.values()) {
                kept.close();
            }
        }

        function choose(agentId) {
            choice.agentId = agentId;
            browser.localStorage.setItem(STORED_AGENT, agentId);
        }

        /** The view that is shown is about this; `null`: about nothing. */
        function follow(subject) {
            browser.clearTimeout(timer);
            followed = subject;
            // the view that goes and the one that comes both say so, in no certain order
            timer = browser.setTimeout(() => {
                state.subject = subject;
                const kept = subject && conversations.get(subject.key);
                if (kept) {
                    kept.subject = subject; // a list whose filter has changed
                }
            });
        }

        /** Focus the element if the panel was opened to write, and not because the page was. */
        function takeFocus(element, isFinal = false) {
            if (focused !== state.opened) {
                element.focus();
                focused = isFinal ? state.opened : focused;
            }
        }

        function leave(subject) {
            if (followed === subject) {
                follow(null);
            }
        }

        return {
            state,
            conversation,
            choose,
            open,
            close,
            follow,
            leave,
            takeFocus,
            toggle: () => (state.isOpen ? close() : open()),
        };
    },
};

registry.category("services").add("insightpulse_ai.panel", aiPanelService);
