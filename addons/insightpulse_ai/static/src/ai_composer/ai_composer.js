import { _t } from "@web/core/l10n/translation";
import { Composer } from "@mail/core/common/composer";
import { patch } from "@web/core/utils/patch";
import { registerComposerAction } from "@mail/core/common/composer_actions";
import { user } from "@web/core/user";

import { toRaw } from "@odoo/owl";

import { WritingDialog } from "../ai_write/writing_dialog";
import { putInto } from "./put_into";

registerComposerAction("insightpulse_ai.write", {
    condition: () => user.isInternalUser,
    icon: "fa fa-magic",
    name: _t("Write with AI"),
    onSelected: ({ owner }) => owner.openAiWriting(),
    sequence: 15,
});

patch(Composer.prototype, {
    /** On what is selected, else on all that has been written. */
    openAiWriting() {
        if (this.editor) {
            this.editor.shared.ai_write.openWriting();
            return;
        }
        const composer = toRaw(this.props.composer);
        const whole = composer.composerText;
        const { start, end } = composer.selection;
        const isPart = start !== end && end <= whole.length;
        const [from, to] = isPart ? [start, end] : [0, whole.length];
        const text = whole.slice(from, to).trim();
        this.env.services.dialog.add(
            WritingDialog,
            {
                text,
                plain: true,
                subject: this.aiSubject,
                replace: (written) => this.putAiText(written, from, to),
                insertBelow: (written) => this.putAiText(`\n\n${written}`, to, to),
            },
            { onClose: () => this.props.composer.autofocus++ }
        );
    },

    putAiText(text, from, to) {
        if (this.ref.el) {
            putInto(this.ref.el, text, from, to);
        }
    },

    get aiSubject() {
        const { model, id } = this.thread || this.props.composer.message?.thread || {};
        const isRecord = model && model !== "discuss.channel" && Number.isInteger(id) && id > 0;
        return isRecord ? { resModel: model, resIds: [id] } : null;
    },

    get wysiwygConfig() {
        const subject = this.aiSubject;
        const info = subject && { resModel: subject.resModel, resId: subject.resIds[0] };
        return { ...super.wysiwygConfig, getRecordInfo: () => info };
    },
});
