import { _t } from "@web/core/l10n/translation";

import { reactive } from "@odoo/owl";

import { breakOff, cancel, follow, isOpen, problemOf } from "../ai_stream/ai_follow";
import { bareText } from "./answer_text";

export const TASKS = [
    { id: "rewrite", name: _t("Rewrite") },
    { id: "shorten", name: _t("Shorten") },
    { id: "expand", name: _t("Expand") },
    { id: "correct", name: _t("Correct") },
    { id: "friendlier", name: _t("Friendlier") },
    { id: "formal", name: _t("More formal") },
    { id: "translate", name: _t("Translate") },
];

/** A text that is being written, from what is said about it to what the model makes of it. */
export class Writing {
    constructor(orm, { text, subject, task, plain }) {
        this.orm = orm;
        /** What it works on, see `to_text`; empty: something new is written. */
        this.before = text;
        /** `resModel` and `resIds` of the record that it is about, or `null`. */
        this.subject = subject;
        /** For a place without formatting. */
        this.plain = plain;
        this.info = null;
        this.task = task || (text ? "rewrite" : "write");
        this.instruction = "";
        this.language = "";
        this.isAboutRecord = !text;
        this.run = null;
        this.problem = null;
        this.isAsking = false;
        this._stop = null;
    }

    static reactive(orm, options) {
        return reactive(new Writing(orm, options));
    }

    get target() {
        return this.subject ? [this.subject.resModel, this.subject.resIds] : [false, []];
    }

    get isBusy() {
        return this.isAsking || isOpen(this.run);
    }

    get canWrite() {
        const isSaid = this.before || this.instruction.trim();
        return Boolean(this.info?.ready && isSaid && !this.isBusy);
    }

    /** What has been written so far. */
    get text() {
        return bareText({ answer: this.run?.answer || "", before: this.before });
    }

    get isDone() {
        return this.run?.state === "done" && Boolean(this.text);
    }

    async load() {
        await this._try(async () => {
            this.info = await this.orm.silent.call("ai.conversation", "writing", this.target);
            this.language = this.info.language;
        });
    }

    async write() {
        if (!this.canWrite) {
            return;
        }
        this.isAsking = true;
        this.run = null;
        const [resModel, resIds] = this.isAboutRecord ? this.target : [false, []];
        await this._try(async () => {
            const { run } = await this.orm.silent.call(
                "ai.conversation",
                "write_text",
                [this.task],
                {
                    text: this.before,
                    instruction: this.instruction,
                    language: this.language,
                    res_model: resModel,
                    res_ids: resIds,
                    plain: this.plain,
                }
            );
            this.run = { ...run, ahead: null };
            this._listen(this.run);
        });
        this.isAsking = false;
    }

    async stop() {
        const { run } = this;
        if (run && this.isBusy) {
            await this._try(() => cancel(run, () => this.close()));
        }
    }

    /** Nobody listens any more: the server stops what is being written. */
    close() {
        this._stop?.();
        this._stop = null;
        if (isOpen(this.run)) {
            breakOff(this.run, "cancelled");
        }
    }

    _listen(run) {
        this._stop = follow(run);
    }

    async _try(action) {
        this.problem = null;
        try {
            await action();
        } catch (error) {
            this.problem = problemOf(error);
        }
    }
}
