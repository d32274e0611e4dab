import { reactive } from "@odoo/owl";

import { AiFiles } from "../ai_files/ai_files";
import { breakOff, cancel, follow, isOpen, problemOf } from "../ai_stream/ai_follow";

/** What is asked and answered about one subject, see `ai_subject`. */
export class AiConversation {
    constructor(orm, subject, choice) {
        this.orm = orm;
        /** `agentId`, shared by all conversations. */
        this.choice = choice;
        this.subject = subject;
        /** What the server says of the model, the prompts and earlier conversations. */
        this.panel = null;
        this.isLoading = false;
        this.conversationId = false;
        this.runs = [];
        this.draft = "";
        this.files = new AiFiles(orm);
        /** Why the latest thing that was tried did not work: `message`, `remedy`. */
        this.problem = null;
        this.isAsking = false;
        this._stop = null;
    }

    static reactive(orm, subject, choice) {
        return reactive(new AiConversation(orm, subject, choice));
    }

    get target() {
        return [this.subject ? this.subject.resModel : false, this.subject?.resIds || []];
    }

    /** A list of which no record is selected. */
    get isAboutList() {
        return this.subject?.count !== undefined;
    }

    /** Who is asked: the one that was chosen last, or else the first. */
    get agent() {
        const agents = this.panel?.agents || [];
        return agents.find((agent) => agent.id === this.choice.agentId) || agents[0];
    }

    /** The run that is waiting or being answered. */
    get current() {
        return this.runs.find(isOpen);
    }

    get isBusy() {
        return this.isAsking || Boolean(this.current);
    }

    async load() {
        this.isLoading = true;
        await this._try(async () => {
            const about = this.isAboutList ? [this.subject.resModel] : this.target;
            this.panel = await this.orm.silent.call("ai.conversation", "panel", about);
        });
        this.isLoading = false;
    }

    async ask(question) {
        const text = question.trim();
        if (!text || this.isBusy || !this.files.canAskWith) {
            return;
        }
        this.isAsking = true;
        await this._try(async () => {
            const { conversation, run } = await this.orm.silent.call(
                "ai.conversation",
                "ask",
                [text, ...this.target],
                {
                    conversation_id: this.conversationId,
                    agent_id: this.agent?.id || false,
                    list_count: this.subject?.count ?? false,
                    file_ids: this.files.ids,
                }
            );
            this.conversationId = conversation.id;
            this.files.clear();
            if (question === this.draft) {
                this.draft = "";
            }
            this.runs.push({ ...run, ahead: null });
            this._listen(this.runs.at(-1));
        });
        this.isAsking = false;
    }

    /** Stop the answer, and keep what was said so far. */
    async cancel() {
        const run = this.current;
        if (run) {
            await this._try(() => cancel(run, () => this._leave(run)));
        }
    }

    /** Go on with an earlier conversation. */
    async open(conversationId) {
        this.close();
        await this._try(async () => {
            const runs = await this.orm.call("ai.conversation", "history", [conversationId]);
            this.conversationId = conversationId;
            this.runs = runs.map((run) => ({ ...run, ahead: null }));
            if (this.current) {
                this._listen(this.current);
            }
        });
    }

    /** Begin a new conversation; the old one is in the history. */
    restart() {
        this.close();
        this.conversationId = false;
        this.runs = [];
        this.problem = null;
        return this.load();
    }

    /** Nobody listens any more: the server stops what is being answered. */
    close() {
        if (this.current) {
            this._leave(this.current);
        }
    }

    _leave(run) {
        this._stop?.();
        this._stop = null;
        if (isOpen(run)) {
            breakOff(run, "cancelled");
        }
    }

    _listen(run) {
        this._stop?.();
        this._stop = follow(run);
    }

    /** Say what went wrong beside the question, where it can be mended. */
    async _try(action) {
        this.problem = null;
        try {
            await action();
        } catch (error) {
            this.problem = problemOf(error);
        }
    }
}
