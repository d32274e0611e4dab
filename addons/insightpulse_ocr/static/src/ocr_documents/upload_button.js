import { useService } from "@web/core/utils/hooks";
import { FileUploader } from "@web/views/fields/file_handler";

import { Component } from "@odoo/owl";

/** Uploads files and has each of them read. */
export class OcrUploadButton extends Component {
    static template = "insightpulse_ocr.OcrUploadButton";
    static components = { FileUploader };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.attachmentIds = [];
    }

    async onUploaded({ name, type, data }) {
        const values = { name, mimetype: type, datas: data };
        // As it was scanned: Odoo would shrink the image, and with it the letters.
        const context = { image_no_postprocess: true };
        this.attachmentIds.push(...(await this.orm.create("ir.attachment", [values], { context })));
    }

    async onUploadComplete() {
        const ids = this.attachmentIds;
        this.attachmentIds = [];
        this.action.doAction(await this.orm.call("ocr.document", "upload", [ids]));
    }
}
