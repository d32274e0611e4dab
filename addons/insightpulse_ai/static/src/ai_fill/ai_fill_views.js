import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { onWillDestroy } from "@odoo/owl";

const RELOAD_MILLISECONDS = 300;
// For the moments in which no notification can arrive, and for who looks at somebody else's.
const POLL_MILLISECONDS = 5000;

/**
 * Call `reload` when a line of a batch has changed, and now and then while `isRunning()`.
 * A reload that is under way is waited for: it is never asked for twice at once.
 */
function useFillUpdates(reload, isRunning) {
    const bus = useService("bus_service");
    let busy = false;
    const once = useDebounced(async () => {
        if (busy) {
            return once();
        }
        busy = true;
        try {
            await reload();
        } finally {
            busy = false;
        }
    }, RELOAD_MILLISECONDS);
    bus.subscribe("ai.fill/update", once);
    const poll = setInterval(() => isRunning() && once(), POLL_MILLISECONDS);
    onWillDestroy(() => {
        clearInterval(poll);
        bus.unsubscribe("ai.fill/update", once);
    });
}

class AiFillFormController extends FormController {
    setup() {
        super.setup();
        useFillUpdates(
            () => this.model.root.load(),
            () => this.model.root.data?.state === "running"
        );
    }
}

class AiFillListController extends ListController {
    setup() {
        super.setup();
        useFillUpdates(
            () => this.model.root.selection?.length || this.model.load(),
            () => this.model.root.records?.some((record) => record.data.state === "running")
        );
    }
}

registry.category("views").add("ai_fill_form", { ...formView, Controller: AiFillFormController });
registry.category("views").add("ai_fill_list", { ...listView, Controller: AiFillListController });
