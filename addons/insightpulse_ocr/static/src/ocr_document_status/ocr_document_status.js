import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillDestroy, useState } from "@odoo/owl";

const FIELDS = ["name", "state", "error", "attempts", "next_attempt", "queue_note", "write_date"];
// For the moments in which no notification can arrive: a websocket that reconnects, or
// a subscription that came after the event.
const POLL_MILLISECONDS = 15000;
const JUST_READ_MILLISECONDS = 60000;

/**
 * Says how far the reading of a record's document is, and shows its outcome by itself.
 *
 * `<widget name="ocr_document_status"/>` in the form of any model with a field
 * `ocr_document_id` (in the view, too), or of `ocr.document` itself.
 */
export class OcrDocumentStatus extends Component {
    static template = "insightpulse_ocr.OcrDocumentStatus";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.state = useState({ document: null, hasNews: false, busy: false });
        this.documentId = false;
        this.onUpdate = ({ id }) => id === this.documentId && this.refresh();
        this.bus.subscribe("ocr.document/update", this.onUpdate);
        useBus(this.bus, "BUS:RECONNECT", () => this.refresh());
        useRecordObserver((record) => this.follow(this.getDocumentId(record)));
        onWillDestroy(() => {
            this.bus.unsubscribe("ocr.document/update", this.onUpdate);
            this.leave();
        });
    }

    getDocumentId(record) {
        if (record.resModel === "ocr.document") {
            return record.resId;
        }
        return record.data.ocr_document_id?.id || false;
    }

    /** Show, and listen to, this document. */
    async follow(documentId) {
        if (documentId === this.documentId) {
            return;
        }
        this.leave();
        this.documentId = documentId;
        this.state.document = null;
        this.state.hasNews = false;
        if (documentId) {
            this.bus.addChannel(`ocr.document_${documentId}`);
            this.poll = setInterval(() => this.isUnderWay && this.refresh(), POLL_MILLISECONDS);
            await this.refresh();
        }
    }

    leave() {
        clearInterval(this.poll);
        if (this.documentId) {
            this.bus.deleteChannel(`ocr.document_${this.documentId}`);
        }
        this.documentId = false;
    }

    /** Fetch the state, and reload the record if the reading has changed it. */
    async refresh() {
        const documentId = this.documentId;
        if (!documentId) {
            return;
        }
        // A search, because a user may see the record and not its document.
        const [document] = await this.orm.silent.searchRead(
            "ocr.document",
            [["id", "=", documentId]],
            FIELDS
        );
        if (documentId !== this.documentId) {
            return;
        }
        const before = this.state.document;
        this.state.document = document || null;
        if (!document) {
            return;
        }
        const isOwnForm = this.props.record.resModel === "ocr.document";
        if (before) {
            // Both: two changes may happen within the second that a date resolves.
            const isNew =
                before.state !== document.state || before.write_date !== document.write_date;
            const isOver = ["read", "failed"].includes(document.state);
            if (isNew && (isOver || isOwnForm)) {
                await this.showNews();
            }
        } else if (document.state === "read" && !isOwnForm && this.isFresh(document)) {
            // Read between the loading of the record and this very moment, perhaps.
            this.props.record.model.mutex.getUnlockedDef().then(() => this.showNews());
        }
    }

    isFresh(document) {
        const age = Date.now() - deserializeDateTime(document.write_date).toMillis();
        return age < JUST_READ_MILLISECONDS;
    }

    /** Reload the record, unless that would throw away what the user is typing. */
    async showNews() {
        const record = this.props.record;
        if (await record.isDirty()) {
            this.state.hasNews = true;
            return;
        }
        await this.reload();
    }

    async reload() {
        const { resModel: model, resId: id } = this.props.record;
        this.state.hasNews = false;
        await this.props.record.load();
        this.env.bus.trigger("MAIL:RELOAD-THREAD", { model, id });
    }

    /** Save what the user has typed, then show it together with what was read. */
    async loadNews() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const { record } = this.props;
            // Not record.save(): it insists on required fields, and those may be empty in
            // this form only, because the reading has filled them in on the server.
            const changes = await record.getChanges();
            if (Object.keys(changes).length) {
                const { resModel, resId, context } = record;
                await this.orm.write(resModel, [resId], changes, { context });
            }
            await record.discard();
            await this.reload();
        } finally {
            this.state.busy = false;
        }
    }

    get isUnderWay() {
        return ["waiting", "reading"].includes(this.state.document?.state);
    }

    get isWaitingForService() {
        return this.state.document.state === "waiting" && Boolean(this.state.document.error);
    }

    get nextAttempt() {
        const due = this.state.document.next_attempt;
        return due ? _t("Next attempt at %s.", formatDateTime(deserializeDateTime(due))) : "";
    }

    async call(method) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.orm.call("ocr.document", method, [[this.documentId]]);
            await this.refresh();
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("view_widgets").add("ocr_document_status", { component: OcrDocumentStatus });
