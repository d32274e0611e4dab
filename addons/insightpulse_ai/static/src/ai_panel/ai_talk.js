import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useAutoresize } from "@web/core/utils/autoresize";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { Component, onMounted, useEffect, useRef, useState } from "@odoo/owl";

import { AiFileList } from "../ai_files/ai_file_list";
import { AiRun } from "../ai_run/ai_run";
import { AiWhere } from "../ai_where/ai_where";

const NEAR_THE_END_PIXELS = 60;
const BOX_PIXELS = 36;

/** A conversation about one subject: what was said, and the box to go on. */
export class AiTalk extends Component {
    static template = "insightpulse_ai.AiTalk";
    static components = { AiFileList, AiRun, AiWhere, Dropdown, DropdownItem };
    static props = { conversation: Object, close: Function };

    setup() {
        this.action = useService("action");
        this.conversation = useState(this.props.conversation);
        this.isAdministrator = user.isSystem;
        this.box = useRef("box");
        this.chooser = useRef("chooser");
        this.log = useRef("log");
        this.isAtEnd = true;
        this.state = useState({ isDropping: false });
        useAutoresize(this.box, { minimumHeight: BOX_PIXELS });
        const panel = (this.panel = useService("insightpulse_ai.panel"));
        const state = useState(panel.state);
        useEffect(
            (box) => box && panel.takeFocus(box, true),
            () => [this.box.el, state.opened]
        );
        useEffect(() => this.stayAtEnd());
        useEffect(
            (hasImage, agentId) => {
                if (hasImage) {
                    this.conversation.files.look(agentId);
                }
            },
            () => [this.conversation.files.hasImage, this.conversation.agent?.id]
        );
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
        if (subject.resIds.length > 1 && !this.conversation.isAboutList) {
            return _t("%s records", subject.resIds.length);
        }
        return (this.info && this.info.record.name) || _t("Ask AI");
    }

    get provider() {
        return this.conversation.agent?.provider || this.info.provider;
    }

    get emptyText() {
        const { subject } = this.conversation;
        if (!subject) {
            return _t("Ask anything. Open a record, or select some in a list, to ask about them.");
        }
        if (this.conversation.isAboutList) {
            return _t(
                "Ask about this list: the model is told what it lists, and the first names. Select records, and it is given their fields."
            );
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
        const { isBusy, files } = this.conversation;
        return Boolean(this.info?.ready) && !isBusy && files.canAskWith;
    }

    /** Attachments of the record that were not taken yet. */
    get offers() {
        const { files, runs } = this.conversation;
        const asked = runs.flatMap((run) => run.files || []);
        const taken = [...files.items, ...asked].map((file) => file.name);
        return (this.info.attachments || []).filter((one) => !taken.includes(one.name));
    }

    get unseenText() {
        const { model } = this.provider;
        return _t(
            "%s cannot see images: remove them, or let an administrator choose a model that can.",
            model
        );
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

    onPaste(ev) {
        this.takeFiles(ev, ev.clipboardData);
    }

    onDragover(ev) {
        if (this.info?.ready && ev.dataTransfer.types.includes("Files")) {
            ev.preventDefault();
            this.state.isDropping = true;
        }
    }

    onDragleave(ev) {
        if (!ev.currentTarget.contains(ev.relatedTarget)) {
            this.state.isDropping = false;
        }
    }

    onDrop(ev) {
        this.state.isDropping = false;
        if (this.info?.ready) {
            this.takeFiles(ev, ev.dataTransfer);
        }
    }

    /** What was pasted or dropped, if that is files: text goes where text goes. */
    takeFiles(ev, { files }) {
        if (files.length) {
            ev.preventDefault();
            this.conversation.files.add(files);
            this.box.el?.focus();
        }
    }

    onChosen({ target }) {
        this.conversation.files.add(target.files);
        target.value = "";
        this.box.el?.focus();
    }

    useAttachment(attachment) {
        this.conversation.files.addAttachment(attachment, this.conversation.target);
        this.box.el?.focus();
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
