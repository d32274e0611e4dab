import { Component } from "@odoo/owl";

import { parse } from "./markdown";

/** A model's answer, shown. */
export class MarkdownText extends Component {
    static template = "insightpulse_ai.MarkdownText";
    static props = { text: String };

    get tree() {
        return parse(this.props.text);
    }
}
