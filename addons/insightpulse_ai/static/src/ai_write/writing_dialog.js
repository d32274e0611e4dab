import { _t } from "@web/core/l10n/translation";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

import { AiWaiting } from "../ai_run/ai_waiting";
import { AiWhere } from "../ai_where/ai_where";
import { missingIn } from "./tokens";
import { toNodes } from "./to_nodes";
import { TASKS, Writing } from "./writing";

/** A text is written, looked at, and only then put where it belongs. */
export class WritingDialog extends Component {
    static template = "insightpulse_ai.WritingDialog";
    static components = { AiWaiting, AiWhere, CheckBox, Dialog };
    static props = {
        close: Function,
        /** What is there now, see `to_text`. */
        text: String,
        kept: { type: Array, optional: true },
        links: { type: Map, optional: true },
        /** A task to begin with at once. */
        task: { type: String, optional: true },
        /** `resModel` and `resIds` of the record that it is about. */
        subject: { type: [Object, { value: null }], optional: true },
        /** For a place without formatting. */
        plain: { type: Boolean, optional: true },
        /** Put a text in place of what is there, or at the cursor. */
        replace: Function,
        insertBelow: { type: Function, optional: true },
    };
    static defaultProps = { kept: [], links: new Map(), subject: null, plain: false };

    setup() {
        this.action = useService("action");
        this.tasks = TASKS;
        this.isAdministrator = user.isSystem;
        const { text, subject, task, plain } = this.props;
        const orm = useService("orm");
        this.writing = useState(Writing.reactive(orm, { text, subject, task, plain }));
        this.box = useRef("box");
        this.before = useRef("before");
        this.preview = useRef("preview");
        useEffect(
            (element, shown) => element && this.show(element, shown),
            () => [this.preview.el, this.writing.text]
        );
        useEffect(
            (element) => element && this.show(element, text),
            () => [this.before.el]
        );
        onMounted(() => this.begin());
        onWillUnmount(() => this.writing.close());
    }

    async begin() {
        await this.writing.load();
        if (this.props.task && this.props.task !== "translate") {
            await this.write();
        } else {
            this.box.el?.focus();
        }
    }

    get title() {
        return this.props.text ? _t("Change this text with AI") : _t("Write with AI");
    }

    get instructionLabel() {
        return this.props.text ? _t("Anything to mind?") : _t("What should be written?");
    }

    get placeholder() {
        return this.props.text
            ? _t("For example: mention the discount of 10 %")
            : _t("For example: thank for the order, and promise the delivery for Friday");
    }

    get aboutRecord() {
        return _t("Tell it about %s", this.writing.info.record);
    }

    get writeLabel() {
        if (this.writing.run || this.writing.problem) {
            return _t("Try again");
        }
        return this.props.text ? _t("Suggest") : _t("Write");
    }

    get needsLanguage() {
        return ["write", "translate"].includes(this.writing.task);
    }

    get error() {
        const { problem, run } = this.writing;
        return problem || (run?.state === "failed" && (run.error || { message: _t("Failed") }));
    }

    /** The parts that are not in the new text: they would be gone. */
    get lost() {
        const { kept } = this.props;
        if (!this.writing.isDone || !kept.length) {
            return [];
        }
        const missing = missingIn({ text: this.writing.text, count: kept.length });
        return missing.map((number) => kept[number - 1].label);
    }

    setTask(task) {
        this.writing.task = task;
        if (task !== "translate") {
            this.write();
        }
    }

    write() {
        return this.writing.write();
    }

    onBoxKeydown(ev) {
        if (ev.key === "Enter" && !ev.shiftKey && !ev.isComposing) {
            ev.preventDefault();
            this.write();
        }
    }

    show(element, text) {
        if (this.props.plain) {
            element.textContent = text;
            return;
        }
        const kept = this.props.kept.map(
            ({ label }) =>
                () =>
                    chip(label)
        );
        element.replaceChildren(this.nodes(text, kept, () => document.createElement("p")));
    }

    nodes(text, kept, makeParagraph) {
        return toNodes(text, { kept, links: this.props.links, makeParagraph });
    }

    use(put) {
        const { text } = this.writing;
        this.props.close();
        if (this.props.plain) {
            put(text);
            return;
        }
        const kept = this.props.kept.map(
            ({ node }) =>
                () =>
                    node.cloneNode(true)
        );
        put((makeParagraph) => this.nodes(text, kept, makeParagraph));
    }

    openSettings() {
        this.props.close();
        return this.action.doAction("insightpulse_ai.action_ai_settings");
    }
}

function chip(label) {
    const element = document.createElement("span");
    element.className = "o_ai_kept badge";
    element.textContent = label;
    return element;
}
