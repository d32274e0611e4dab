import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";
import { patch } from "@web/core/utils/patch";

import { useEffect } from "@odoo/owl";

// as many as a model is told the names of
const MOST_LISTED = 10;

/**
 * What a question is about: some records of a model.
 *
 * `hasChatter`: messages can be written there; it is one record, then.
 */
export function makeSubject(resModel, resIds, hasChatter = false) {
    return { key: `${resModel},${resIds.join(",")},${hasChatter}`, resModel, resIds, hasChatter };
}

/** A list of which none is selected: `resIds` are the first of the `count` that it has. */
function makeListSubject(resModel, { records, count, recordCount }) {
    const resIds = records.slice(0, MOST_LISTED).flatMap(({ resId }) => resId || []);
    return {
        key: `${resModel},list`,
        resModel,
        resIds,
        hasChatter: false,
        count: recordCount ?? count, // of one that is grouped, and not grouped
    };
}

/** Let the panel follow what a view shows, unless it is one within a dialogue. */
function useAiSubject(controller, getSubject) {
    const panel = controller.env.services["insightpulse_ai.panel"];
    if (!panel || controller.env.inDialog) {
        return;
    }
    useEffect(
        () => {
            const subject = getSubject(controller.props.resModel, controller.model.root);
            panel.follow(subject);
            return () => panel.leave(subject);
        },
        () => [JSON.stringify(getSubject(controller.props.resModel, controller.model.root))]
    );
}

patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        const hasChatter = Boolean(this.archInfo.xmlDoc.querySelector("chatter"));
        useAiSubject(this, (resModel, { resId }) =>
            resId ? makeSubject(resModel, [resId], hasChatter) : null
        );
    },
});

function ofList(resModel, list) {
    const selected = (list.selection || []).map(({ resId }) => resId).filter(Boolean);
    return selected.length ? makeSubject(resModel, selected) : makeListSubject(resModel, list);
}

patch(ListController.prototype, {
    setup() {
        super.setup(...arguments);
        useAiSubject(this, ofList);
    },
});

patch(KanbanController.prototype, {
    setup() {
        super.setup(...arguments);
        useAiSubject(this, ofList);
    },
});
