import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";
import { patch } from "@web/core/utils/patch";

import { useEffect } from "@odoo/owl";

/**
 * What a question is about: some records of a model.
 *
 * `hasChatter`: messages can be written there; it is one record, then.
 */
export function makeSubject(resModel, resIds, hasChatter = false) {
    return { key: `${resModel},${resIds.join(",")},${hasChatter}`, resModel, resIds, hasChatter };
}

/** Let the panel follow what a view shows, unless it is one within a dialogue. */
function useAiSubject(controller, getResIds, hasChatter) {
    const panel = controller.env.services["insightpulse_ai.panel"];
    if (!panel || controller.env.inDialog) {
        return;
    }
    const getIds = () => getResIds(controller.model.root).filter(Boolean);
    useEffect(
        () => {
            const ids = getIds();
            const subject = ids.length
                ? makeSubject(controller.props.resModel, ids, hasChatter)
                : null;
            panel.follow(subject);
            return () => panel.leave(subject);
        },
        () => [getIds().join(",")]
    );
}

patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        const hasChatter = Boolean(this.archInfo.xmlDoc.querySelector("chatter"));
        useAiSubject(this, (record) => [record.resId], hasChatter);
    },
});

const selected = (list) => (list.selection || []).map((record) => record.resId);

patch(ListController.prototype, {
    setup() {
        super.setup(...arguments);
        useAiSubject(this, selected, false);
    },
});

patch(KanbanController.prototype, {
    setup() {
        super.setup(...arguments);
        useAiSubject(this, selected, false);
    },
});
