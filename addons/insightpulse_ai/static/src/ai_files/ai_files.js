import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { post } from "@web/core/network/http_service";

const POLL_MILLISECONDS = 1500;
const SIGHT = "/insightpulse_ai/runs/sight";

/** The files that the next question is asked with. It is a part of a reactive conversation. */
export class AiFiles {
    constructor(orm) {
        this.orm = orm;
        /** Each as the server has it, and `key`; without an `id` as long as it is on its way. */
        this.items = [];
        /** Whether the model sees images; `null`: nobody knows yet, or its server does not tell. */
        this.sees = null;
        this._looked = "";
        this._keys = 0;
        this._timer = null;
    }

    get ids() {
        return this.items.filter((file) => file.state === "ready").map((file) => file.id);
    }

    /** On its way to the server, or being read there. */
    get isBusy() {
        return this.items.some((file) => ["uploading", "reading"].includes(file.state));
    }

    get hasFailed() {
        return this.items.some((file) => file.state === "failed");
    }

    get hasImage() {
        return this.items.some((file) => file.kind === "image");
    }

    get isUnseen() {
        return this.sees === false && this.hasImage;
    }

    get canAskWith() {
        return !this.isBusy && !this.hasFailed && !this.isUnseen;
    }

    /** @param {Iterable<File>} files from a dialogue, the clipboard, or dropped */
    add(files) {
        return Promise.all([...files].map((file) => this._upload(file)));
    }

    /** An attachment of the record that the conversation is about. */
    addAttachment({ id, name }, target) {
        return this._add(name, async () => ({
            file: await this.orm.silent.call("ai.conversation", "use_attachment", [id, ...target]),
        }));
    }

    /** Find out whether the model of an agent sees. */
    async look(agentId) {
        const url = `${SIGHT}?agent_id=${agentId || 0}`;
        this.sees = null;
        this._looked = url;
        try {
            const { sees } = await (await browser.fetch(url)).json();
            if (this._looked === url) {
                this.sees = sees;
            }
        } catch {
            // then the model's server will say so
        }
    }

    remove(file) {
        this.items = this.items.filter((other) => other.key !== file.key);
        if (file.id) {
            this.orm.silent.call("ai.file", "remove", [[file.id]]).catch(() => {});
        }
    }

    /** They have been asked with, and belong to that question. */
    clear() {
        this.items = [];
    }

    _upload(file) {
        return this._add(file.name || _t("image.png"), () =>
            post("/insightpulse_ai/files", { csrf_token: odoo.csrf_token, ufile: file }, "json")
        );
    }

    async _add(name, take) {
        this.items.push({ key: ++this._keys, name, state: "uploading", kind: "", problem: "" });
        const item = this.items.at(-1);
        try {
            const { file, problem } = await take();
            Object.assign(item, file || { state: "failed", problem });
        } catch (error) {
            const problem = error.data?.message || _t("The file could not be sent. Try again.");
            Object.assign(item, { state: "failed", problem });
        }
        this._follow();
    }

    /** Scans are read in the background. */
    _follow() {
        browser.clearTimeout(this._timer);
        if (this.items.some((file) => file.state === "reading")) {
            this._timer = browser.setTimeout(() => this._refresh(), POLL_MILLISECONDS);
        }
    }

    async _refresh() {
        const reading = this.items.filter((file) => file.state === "reading");
        try {
            const ids = reading.map((file) => file.id);
            const found = await this.orm.silent.call("ai.file", "describe", [ids]);
            for (const file of reading) {
                const gone = { state: "failed", problem: _t("The file is gone. Attach it again.") };
                Object.assign(file, found.find((one) => one.id === file.id) || gone);
            }
        } catch {
            // the next time
        }
        this._follow();
    }
}
