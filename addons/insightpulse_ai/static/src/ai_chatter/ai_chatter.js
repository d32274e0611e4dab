import { Chatter } from "@mail/chatter/web_portal/chatter";
import { patch } from "@web/core/utils/patch";

import { makeSubject } from "../ai_subject/ai_subject";

patch(Chatter.prototype, {
    /** A dialogue would cover the panel, and a record that is not saved cannot be read. */
    get canAskAi() {
        const hasPanel = Boolean(this.env.services["insightpulse_ai.panel"]);
        return hasPanel && !this.env.inDialog && Boolean(this.props.threadId);
    },

    askAi() {
        const { threadModel, threadId } = this.props;
        const subject = makeSubject(threadModel, [threadId], true);
        this.env.services["insightpulse_ai.panel"].open(subject);
    },
});
