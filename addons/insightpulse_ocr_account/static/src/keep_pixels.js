import { DocumentFileUploader } from "@account/components/document_file_uploader/document_file_uploader";
import { patch } from "@web/core/utils/patch";

// Odoo shrinks uploaded pictures to 1920 × 1920 pixels. A bill keeps those it came with: small
// print is unreadable without them, and the file that is kept is the one that was sent.
patch(DocumentFileUploader.prototype, {
    setup() {
        super.setup();
        const orm = this.orm;
        this.orm = Object.assign(Object.create(orm), {
            create: (model, records, kwargs = {}) =>
                orm.create(model, records, {
                    ...kwargs,
                    context: { ...kwargs.context, image_no_postprocess: true },
                }),
        });
    },
});
