from odoo import SUPERUSER_ID, models
from odoo.addons.queue_job.exception import RetryableJobError
from werkzeug.exceptions import ServiceUnavailable

from ..files import pdf
from ..files.refused import Refused
from ..retrieval import Page, from_html
from .ai_source_document import NoText

MOST_BYTES = 30_000_000
FEW_CHARACTERS = 20
"""What Odoo knows of the content of a file is mostly less than this: its kind."""
LONG = 200
"""A text of a field that is longer gets a heading."""
TEXTS = ("application/json", "application/xml", "application/x-yaml", "message/rfc822")


class AiSourceDocument(models.Model):
    """The text of a document, with all rights: who may read which passage is asked when it is
    found."""

    _inherit = "ai.source.document"

    def _parts(self):
        """Return ``[(field names, pages)]``; none where there is no text.

        :raise NoText: there is none that can be had, or not yet
        """
        if self.attachment_id:
            pages = self._file_pages()
            return [("", pages)] if any(page.text.strip() for page in pages) else []
        if self.res_id:
            return [(names, [Page(text)]) for names, text in self._record_texts() if text.strip()]
        text = self.source_id.text or ""
        return [("", [Page(text)])] if text.strip() else []

    # -- records -----------------------------------------------------------------------

    def _record_texts(self):
        """Yield ``(field names, text)``, apart for fields that others may read: who may not read
        one of the fields of a passage is not shown it."""
        source = self.source_id
        record = self.env[self.res_model].browse(self.res_id).with_context(lang=source.lang)
        groups = {}
        for name in source.field_ids.sorted("id").mapped("name"):
            field = record._fields.get(name)
            if field is not None and source._is_indexable(field):
                groups.setdefault(field.groups or "", []).append(name)
        for names in groups.values():
            yield ",".join(names), self._record_text(record, names)

    def _record_text(self, record, names):
        """Return what is in the fields: short ones in lines, long ones under headings after."""
        told = record.fields_get(names, attributes=["string", "type", "selection"])
        lines, sections = [], []
        for name in names:
            value = record[name]
            if told[name]["type"] == "html":
                text = from_html(value or "")
            else:
                text = self.env["ai.context"]._plain(record, name, told[name], value)
            if not text:
                continue
            label = told[name]["string"]
            if "\n" in text or len(text) > LONG:
                sections.append(f"# {label}\n\n{text}")
            else:
                lines.append(f"{label}: {text}")
        return "\n\n".join(filter(None, ["\n".join(lines), *sections]))

    # -- files -------------------------------------------------------------------------

    def _file_pages(self):
        file = self.attachment_id
        if file.file_size > MOST_BYTES:
            raise NoText(
                "failed",
                self.env._("It is too large: %s MB are read at most.", MOST_BYTES // 1_000_000),
            )
        kind = (file.mimetype or "").split(";")[0]
        match kind:
            case "application/pdf":
                return self._pdf_pages() or self._recognised_pages()
            case "text/html" | "application/xhtml+xml":
                return [Page(from_html(self._decoded()))]
            case _ if kind.startswith("text/") or kind in TEXTS:
                return [Page(self._decoded())]
            case _ if kind.startswith("image/") and kind != "image/svg+xml":
                return self._recognised_pages()
        known = file.index_content or ""  # of office documents, by attachment_indexation
        if len(known) < FEW_CHARACTERS:
            raise NoText(
                "empty",
                self.env._(
                    "Files of the type %s are not read. Odoo's addon “Attachments List and "
                    "Document Indexation” reads office documents.",
                    kind or "?",
                ),
            )
        return [Page(known)]

    def _pdf_pages(self):
        content = self._content()
        # no transaction stays open while the process works
        self.source_id._commit()
        try:
            found = pdf.pdf_text(content, pdf.SOURCE)
        except Refused as error:
            raise NoText("failed", str(error)) from None
        if found.is_scan:
            return []
        numbered = enumerate(found.texts, start=1)
        return [Page(text, number) for number, text in numbered if text.strip()]

    def _decoded(self):
        content = self._content()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")

    def _content(self):
        try:
            return self.attachment_id.raw or b""
        except ServiceUnavailable as error:
            raise RetryableJobError("The file storage does not answer.", seconds=60) from error

    # -- scans -------------------------------------------------------------------------

    def _recognised_pages(self):
        """Return what the OCR service has read in the file; have it read if nobody has.

        :raise NoText: it is being read, could not be, or there is no such service
        """
        documents = self.env.get("ocr.document")
        if documents is None:
            raise NoText(
                "empty",
                self.env._(
                    "It is a scan or a picture. The addon InsightPulse OCR, which reads those, is "
                    "not installed."
                ),
            )
        found = documents.search([("attachment_id", "=", self.attachment_id.id)], limit=1)
        if not found:
            found = self._have_recognised(documents)
        match found.state:
            case "read":
                return [
                    Page("\n".join(line["text"] for line in page["lines"]), page["number"])
                    for page in (found.result or {}).get("pages", ())
                ]
            case "waiting" | "reading":
                raise NoText("recognising", self.env._("Its text is being recognised."))
        raise NoText("failed", found.error or self.env._("Its reading was cancelled."))

    def _have_recognised(self, documents):
        record = self.env[self.attachment_id.res_model].browse(self.attachment_id.res_id)
        if hasattr(record, "_ocr_document_read"):
            # a reading would fill the record in, which is for people to ask for
            raise NoText(
                "empty",
                self.env._("It is a scan that nobody has had read yet: do so from its record."),
            )
        return documents.with_user(SUPERUSER_ID)._enqueue(
            self.attachment_id.with_user(SUPERUSER_ID), record.with_user(SUPERUSER_ID)
        )
