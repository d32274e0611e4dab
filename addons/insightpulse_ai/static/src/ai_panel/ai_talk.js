import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useAutoresize } from "@web/core/utils/autoresize";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { Component, onMounted, useEffect, useRef, useState } from "@odoo/owl";

import { AiRun } from "../ai_run/ai_run";

const NEAR_THE_END_PIXELS = 60;
const BOX_PIXELS = 36;

/** A conversation about one subject: what was said, and the box to go on. */
export class AiTalk extends Component {
    static template = "insightpulse_ai.AiTalk";
    static components = { AiRun, Dropdown, DropdownItem };
    static props = { conversation: Object, close: Function };

    setup() {
        this.action = useService("action");
        this.conversation = useState(this.props.conversation);
        this.isAdministrator = user.isSystem;
        this.box = useRef("box");
        this.log = useRef("log");
        this.isAtEnd = true;
        useAutoresize(this.box, { minimumHeight: BOX_PIXELS });
        const panel = (this.panel = useService("insightpulse_ai.panel"));
        const state = useState(panel.state);
        useEffect(
            (box) => box && panel.takeFocus(box, true),
            () => [this.box.el, state.opened]
        );
        useEffect(() => this.stayAtEnd());
        onMounted(() => this.conversation.load());
    }

    get info() {
        return this.conversation.panel;
    }

    get title() {
        const { subject } = this.conversation;
        if (!subject) {
            return _t("Ask AI");
        }
        if (subject.resIds.length > 1) {
            return _t("%s records", subject.resIds.length);
        }
        return (this.info && this.info.record.name) || _t("Ask AI");
    }

    get provider() {
        return this.conversation.agent?.provider || this.info.provider;
    }

    /** Who answers, and whether what is asked stays in the house. */
    get where() {
        const { model, endpoint, local } = this.provider;
        const server = endpoint.startsWith("api.openai.com") ? "OpenAI" : endpoint;
        return local
            ? _t("%(model)s on %(server)s, in your network", { model, server })
            : _t("Leaves your server: %(model)s on %(server)s", { model, server });
    }

    get emptyText() {
        const { subject } = this.conversation;
        if (!subject) {
            return _t("Ask anything. Open a record, or select some in a list, to ask about them.");
        }
        return subject.resIds.length > 1
            ? _t("Ask about these records: the model is given their fields and messages.")
            : _t("Ask about this record: the model is given its fields and messages.");
    }

    get chatterRecord() {
        const { subject } = this.conversation;
        return subject?.hasChatter ? subject : null;
    }

    get canAsk() {
        return Boolean(this.info?.ready) && !this.conversation.isBusy;
    }

    day(conversation) {
        return formatDateTime(deserializeDateTime(conversation.date));
    }

    ask(question) {
        this.isAtEnd = true;
        this.box.el?.focus();
        return this.conversation.ask(question);
    }

    onBoxKeydown(ev) {
        if (ev.key === "Enter" && !ev.shiftKey && !ev.isComposing) {
            ev.preventDefault();
            this.ask(this.conversation.draft);
        }
    }

    async restart() {
        await this.conversation.restart();
        this.box.el?.focus();
    }

    onScroll({ target }) {
        const below = target.scrollHeight - target.scrollTop - target.clientHeight;
        this.isAtEnd = below < NEAR_THE_END_PIXELS;
    }

    /** Show the newest words, unless somebody has scrolled up to read. */
    stayAtEnd() {
        if (this.isAtEnd && this.log.el) {
            this.log.el.scrollTop = this.log.el.scrollHeight;
        }
    }

    openSettings() {
        return this.action.doAction("insightpulse_ai.action_ai_settings");
    }
}
