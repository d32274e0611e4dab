import { Component } from "@odoo/owl";

/** Files as chips: those of a question, or those of the next one, which can be taken away. */
export class AiFileList extends Component {
    static template = "insightpulse_ai.AiFileList";
    static props = { files: Array, remove: { type: Function, optional: true } };

    icon(file) {
        return file.kind === "image" ? "fa-picture-o" : "fa-file-text-o";
    }

    isBusy(file) {
        return ["uploading", "reading"].includes(file.state);
    }
}
