import "@mail/chatter/web/form_renderer"; // patches before this does
import { FormController } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { MEDIAS_BREAKPOINTS, SIZES } from "@web/core/ui/ui_service";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

import { useState } from "@odoo/owl";

const PANEL_PIXELS = 420;

/** A form beside the panel has the layout of a screen that much smaller: the chatter below it. */
function useRoom(component, ui) {
    const { services, inDialog } = component.env;
    if (inDialog || !services["insightpulse_ai.panel"]) {
        return ui;
    }
    const state = useState(services["insightpulse_ai.panel"].state);
    const enough = MEDIAS_BREAKPOINTS[SIZES.XXL].minWidth + PANEL_PIXELS;
    return Object.create(ui, {
        size: {
            get: () =>
                state.isOpen && browser.innerWidth < enough ? Math.min(ui.size, SIZES.XL) : ui.size,
        },
    });
}

patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        this.ui = useRoom(this, this.ui);
    },
});

patch(FormRenderer.prototype, {
    setup() {
        super.setup(...arguments);
        this.uiService = useRoom(this, this.uiService);
    },
});
