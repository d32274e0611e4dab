import { registry } from "@web/core/registry";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { onWillDestroy } from "@odoo/owl";

import { OcrUploadButton } from "./upload_button";

const RELOAD_MILLISECONDS = 400;

/** Keep a list of documents up to date while they are read. */
function useDocumentUpdates(controller) {
    const bus = useService("bus_service");
    const reload = useDebounced(() => {
        // Nobody likes a list that moves while it is being worked on.
        if (!controller.model.root.selection?.length && !controller.model.root.editedRecord) {
            controller.model.load();
        }
    }, RELOAD_MILLISECONDS);
    bus.subscribe("ocr.document/update", reload);
    onWillDestroy(() => bus.unsubscribe("ocr.document/update", reload));
}

/** Let files be dropped anywhere on the view. */
function useDroppedFiles(ref) {
    useDropzone(ref, (ev) => {
        const input = ref.el.querySelector(".o_ocr_upload");
        if (input && ev.dataTransfer.files.length) {
            input.files = ev.dataTransfer.files;
            input.dispatchEvent(new Event("change"));
        }
    });
}

export class OcrDocumentListController extends ListController {
    static components = { ...ListController.components, OcrUploadButton };

    setup() {
        super.setup();
        useDocumentUpdates(this);
        useDroppedFiles(this.rootRef);
    }
}

export class OcrDocumentKanbanController extends KanbanController {
    static components = { ...KanbanController.components, OcrUploadButton };

    setup() {
        super.setup();
        useDocumentUpdates(this);
        useDroppedFiles(this.rootRef);
    }
}

registry.category("views").add("ocr_document_list", {
    ...listView,
    Controller: OcrDocumentListController,
    buttonTemplate: "insightpulse_ocr.OcrDocumentList.Buttons",
});

registry.category("views").add("ocr_document_kanban", {
    ...kanbanView,
    Controller: OcrDocumentKanbanController,
    buttonTemplate: "insightpulse_ocr.OcrDocumentKanban.Buttons",
});
