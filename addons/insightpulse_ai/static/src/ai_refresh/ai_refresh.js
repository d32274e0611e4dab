import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";

const MILLISECONDS = 2000;
const UNDER_WAY = ["waiting", "running"];

/**
 * `<widget name="ai_refresh"/>` in a form that nobody edits: shows the record anew while its
 * `state` says that something is under way.
 */
export class AiRefresh extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => this.again());
        onWillUnmount(() => {
            clearTimeout(this.timer);
            this.timer = null;
        });
    }

    again() {
        this.timer = setTimeout(async () => {
            const { record } = this.props;
            if (UNDER_WAY.includes(record.data.state) && !document.hidden) {
                // what cannot be read now can be in two seconds
                await record.load().catch(() => {});
            }
            if (this.timer) {
                this.again();
            }
        }, MILLISECONDS);
    }
}

registry.category("view_widgets").add("ai_refresh", { component: AiRefresh });
