import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillDestroy, xml } from "@odoo/owl";

/** Shows how far the indexing of a source is, by itself: it reloads the form when there is news. */
export class AiSourceNews extends Component {
    static template = xml``;
    static props = { ...standardWidgetProps };

    setup() {
        const bus = useService("bus_service");
        const onUpdate = ({ id }) => id === this.props.record.resId && this.reload();
        bus.subscribe("ai.source/update", onUpdate);
        onWillDestroy(() => bus.unsubscribe("ai.source/update", onUpdate));
    }

    async reload() {
        // what somebody is typing is not thrown away
        if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }
}

registry.category("view_widgets").add("ai_source_news", { component: AiSourceNews });
