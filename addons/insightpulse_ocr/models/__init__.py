from . import (
    ir_attachment,
    ir_websocket,
    ocr_document,
    ocr_document_access,
    ocr_document_queue,
    ocr_document_reading,
    ocr_service,
    res_config_settings,
)
