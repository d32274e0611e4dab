import { _t } from "@web/core/l10n/translation";
import { Plugin } from "@html_editor/plugin";
import { allowsParagraphRelatedElements, isContentEditable } from "@html_editor/utils/dom_info";
import { closestBlock } from "@html_editor/utils/blocks";
import { isHtmlContentSupported } from "@html_editor/core/selection_plugin";
import { user } from "@web/core/user";
import { withSequence } from "@html_editor/utils/resource";

import { hasWords } from "./tokens";
import { subjectOf } from "./subject_of";
import { toText } from "./to_text";
import { wholeRange } from "./selected";
import { WritingDialog } from "./writing_dialog";
import { WritingMenu } from "./writing_menu";

/**
 * Writing help in every editor: on a selection from the toolbar, at the cursor by "/ai".
 *
 * It has the place of Odoo's own translation by AI, which sends texts to a server of Odoo's.
 */
export class WritingPlugin extends Plugin {
    static id = "ai_write";
    static dependencies = [
        "baseContainer",
        "dialog",
        "dom",
        "history",
        "selection",
        "split",
        "userCommand",
    ];
    static shared = ["openWriting"];
    resources = {
        user_commands: [
            {
                id: "aiWrite",
                title: _t("Write with AI"),
                description: _t("Let a language model write from an instruction"),
                icon: "fa-magic",
                run: () => this.openWriting(),
                isAvailable: (selection) =>
                    user.isInternalUser && isHtmlContentSupported(selection),
            },
        ],
        toolbar_groups: withSequence(50, { id: "ai" }),
        toolbar_items: [
            {
                id: "ai_write",
                groupId: "ai",
                namespaces: ["compact", "expanded"],
                description: _t("Change with AI"),
                Component: WritingMenu,
                props: { onSelected: (task) => this.openWriting(task) },
                isAvailable: (selection) =>
                    user.isInternalUser &&
                    !selection.isCollapsed &&
                    isHtmlContentSupported(selection),
                isDisabled: (selection) => !this.canReplace(selection),
            },
        ],
        powerbox_categories: withSequence(5, { id: "ai", name: _t("AI") }),
        powerbox_items: [{ categoryId: "ai", commandId: "aiWrite", keywords: ["ai"] }],
        power_buttons: withSequence(20, { commandId: "aiWrite" }),
    };

    canReplace(selection) {
        const range = this.rangeOf(selection);
        return Boolean(range) && hasWords(toText(range.cloneContents()).text);
    }

    rangeOf({ startContainer, startOffset, endContainer, endOffset }) {
        const range = this.document.createRange();
        range.setStart(startContainer, startOffset);
        range.setEnd(endContainer, endOffset);
        const { commonAncestorContainer: top } = range;
        return isContentEditable(top)
            ? wholeRange(range, this.dependencies.split.isUnsplittable)
            : null;
    }

    /** Work on what is selected, or write something new at the cursor. */
    openWriting(task) {
        const selection = this.dependencies.selection.getEditableSelection();
        const range = selection.isCollapsed ? null : this.rangeOf(selection);
        const props = range ? { ...toText(range.cloneContents()), task } : { text: "" };
        return this.dependencies.dialog.addDialog(WritingDialog, {
            ...props,
            subject: subjectOf(this.config.getRecordInfo?.()),
            replace: (make) => this.put(make, range),
            insertBelow: (make) => this.putBelow(make),
        });
    }

    /** It is made of nodes, one by one, and of clones of what is there: it needs no sanitizing, which
     * would drop the parts of a template. */
    make(make) {
        const { baseContainer } = this.dependencies;
        // paragraphs of a letter stand apart, which those of an editor do not everywhere
        return make(() =>
            this.config.baseContainers.includes("P")
                ? this.document.createElement("p")
                : baseContainer.createBaseContainer()
        );
    }

    put(make, range) {
        if (range) {
            const { startContainer, startOffset, endContainer, endOffset } = range;
            this.dependencies.selection.setSelection(
                {
                    anchorNode: startContainer,
                    anchorOffset: startOffset,
                    focusNode: endContainer,
                    focusOffset: endOffset,
                },
                { normalize: false }
            );
        }
        this.dependencies.dom.insert(this.make(make));
        this.dependencies.history.addStep();
    }

    putBelow(make) {
        const { endContainer } = this.dependencies.selection.getEditableSelection();
        let block = closestBlock(endContainer);
        while (block !== this.editable && !allowsParagraphRelatedElements(block.parentElement)) {
            block = block.parentElement;
        }
        const fragment = this.make(make);
        const last = fragment.lastElementChild;
        if (block === this.editable) {
            block.append(fragment);
        } else {
            block.after(fragment);
        }
        if (last) {
            this.dependencies.selection.setCursorEnd(last);
        }
        this.dependencies.history.addStep();
    }
}
