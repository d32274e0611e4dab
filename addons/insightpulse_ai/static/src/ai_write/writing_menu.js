import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { toolbarButtonProps } from "@html_editor/main/toolbar/toolbar";
import { useChildRef } from "@web/core/utils/hooks";
import { useDropdownAutoVisibility } from "@html_editor/dropdown_autovisibility_hook";

import { Component } from "@odoo/owl";

import { TASKS } from "./writing";

/** What can be done with the selected text, in the editor's toolbar. */
export class WritingMenu extends Component {
    static template = "insightpulse_ai.WritingMenu";
    static components = { Dropdown, DropdownItem };
    static props = { ...toolbarButtonProps, onSelected: Function };

    setup() {
        this.tasks = TASKS;
        this.menu = useChildRef();
        useDropdownAutoVisibility(this.env.overlayState, this.menu);
    }
}
