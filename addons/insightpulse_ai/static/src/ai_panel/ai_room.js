import "@mail/chatter/web/form_renderer"; // patched there before it is here
import { FormRenderer } from "@web/views/form/form_renderer";
import { MEDIAS_BREAKPOINTS, SIZES } from "@web/core/ui/ui_service";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";

import { useState } from "@odoo/owl";

const PANEL_PIXELS = 420;
const LAYOUTS = {
    COMBO: "BOTTOM_CHATTER",
    SIDE_CHATTER: "BOTTOM_CHATTER",
    EXTERNAL_COMBO_XXL: "EXTERNAL_COMBO",
};

/** A form beside the panel has the chatter where it would have it on a screen that much smaller. */
patch(FormRenderer.prototype, {
    setup() {
        super.setup();
        if (this.env.services["insightpulse_ai.panel"] && !this.env.inDialog) {
            this.aiPanel = useState(useService("insightpulse_ai.panel").state);
        }
    },

    mailLayout() {
        const layout = super.mailLayout(...arguments);
        const room = browser.innerWidth - PANEL_PIXELS;
        const isNarrow = this.aiPanel?.isOpen && room < MEDIAS_BREAKPOINTS[SIZES.XXL].minWidth;
        return (isNarrow && LAYOUTS[layout]) || layout;
    },
});
