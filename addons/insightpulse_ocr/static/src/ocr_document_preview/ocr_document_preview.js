import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { url } from "@web/core/utils/urls";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

const IMAGES = ["image/png", "image/jpeg", "image/webp"];
// What could not be opened there is not opened here, either.
const NOT_SHOWN = ["damaged", "empty", "encrypted", "missing_file", "not_a_file", "page_too_large"];

/** The file of an `ocr.document`; marks where a field was read, on images. */
export class OcrDocumentPreview extends Component {
    static template = "insightpulse_ocr.OcrDocumentPreview";
    static props = { ...standardWidgetProps };

    setup() {
        this.frame = useRef("frame");
        this.polygon = useRef("polygon");
        this.state = useState({ marked: null });
        useBus(this.env.bus, "OCR:MARK", ({ detail }) => (this.state.marked = detail));
        useEffect(
            (frame) => frame && hidePDFJSButtons(frame, { hideDownload: true }),
            () => [this.frame.el]
        );
        useEffect(
            (polygon) => polygon?.scrollIntoView({ block: "nearest", behavior: "smooth" }),
            () => [this.polygon.el]
        );
    }

    get attachmentId() {
        return this.props.record.data.attachment_id?.id;
    }

    get kind() {
        const { mimetype, error_code: code } = this.props.record.data;
        if (NOT_SHOWN.includes(code)) {
            return "none";
        }
        if (mimetype === "application/pdf") {
            return "pdf";
        }
        return IMAGES.includes(mimetype) ? "image" : "none";
    }

    get imageUrl() {
        return url(`/web/content/${this.attachmentId}`);
    }

    get downloadUrl() {
        return url(`/web/content/${this.attachmentId}`, { download: true });
    }

    get pdfUrl() {
        const file = encodeURIComponent(url(`/web/content/${this.attachmentId}`));
        return `/web/static/lib/pdfjs/web/viewer.html?file=${file}#pagemode=none`;
    }

    /** The first page's size in pixels: images have one page. */
    get page() {
        return this.props.record.data.pages?.[0];
    }

    get markedPoints() {
        return this.state.marked.polygon.map((corner) => corner.join(",")).join(" ");
    }
}

registry.category("view_widgets").add("ocr_document_preview", { component: OcrDocumentPreview });
