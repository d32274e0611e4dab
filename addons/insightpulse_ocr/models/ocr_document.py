from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation


class OcrDocument(models.Model):
    """A file to be read by the OCR service, and what was read.

    This file holds what others see: the fields, how to ask for a reading, Retry and
    Cancel. Who may see a document is in ``ocr_document_access``, how it is queued in
    ``ocr_document_queue``, the job itself in ``ocr_document_reading``.
    """

    _name = "ocr.document"
    _description = "Document to Read"
    _order = "id desc"

    name = fields.Char(required=True)
    # Without its file there is nothing to read, and what was read must not outlive a
    # file that somebody deleted. The other way round nothing happens to the file.
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", required=True, ondelete="cascade", index=False
    )
    mimetype = fields.Char(related="attachment_id.mimetype", string="File Type")
    file_size = fields.Integer(related="attachment_id.file_size")
    checksum = fields.Char(
        readonly=True, copy=False, index="btree_not_null", help="SHA-256 of the file's content"
    )
    res_model = fields.Char("Record Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    record_name = fields.Char("For", compute="_compute_record_name")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Requested by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )

    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("reading", "Reading"),
            ("read", "Read"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    attempts = fields.Integer(
        readonly=True, copy=False, help="Attempts since the reading was asked for"
    )
    next_attempt = fields.Datetime(readonly=True, copy=False)
    error = fields.Text(readonly=True, copy=False, help="What went wrong, and what to do")
    error_code = fields.Char(readonly=True, copy=False)
    job_uuid = fields.Char("Job", readonly=True, copy=False)

    engine = fields.Char(readonly=True, copy=False, help="OCR engine and version")
    weights = fields.Char(readonly=True, copy=False, help="The model weights it was read with")
    tier = fields.Char(readonly=True, copy=False)
    seconds = fields.Float(
        readonly=True, copy=False, aggregator="avg", help="Time the recognition took"
    )
    page_count = fields.Integer("Pages", readonly=True, copy=False)
    # A result has hundreds of kilobytes: never fetched along with the other fields.
    result = fields.Json("Raw Result", readonly=True, copy=False, prefetch=False)
    extraction = fields.Json("Fields", readonly=True, copy=False, prefetch=False)
    # [{number, width, height}] in pixels: what a view needs to place a polygon.
    pages = fields.Json("Page Sizes", readonly=True, copy=False)
    text = fields.Text("Recognised Text", readonly=True, copy=False, prefetch=False)
    document_type = fields.Selection(
        [("invoice", "Invoice"), ("credit_note", "Credit note"), ("receipt", "Receipt")],
        readonly=True,
        copy=False,
    )

    _attachment_unique = models.Constraint(
        "UNIQUE(attachment_id)", "This file is already in the list of documents to read."
    )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        self.record_name = False
        for model, documents in self.filtered("res_id").grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(documents.mapped("res_id"))).exists()
                names = {
                    record.id: record.display_name for record in records._filtered_access("read")
                }
                for document in documents:
                    document.record_name = names.get(document.res_id, False)

    def _record(self):
        """Return the record to fill, in the caller's environment; ``None`` without one."""
        self.ensure_one()
        if not self.res_model or not self.res_id or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    # -- asking for a reading ----------------------------------------------------------

    @api.model
    def _enqueue(self, attachment, record=None):
        """Have ``attachment`` read, and return its document at once.

        ``record`` is what the reading is for; by default the record that the
        attachment belongs to. Once read, the record's ``_ocr_document_read(document)``
        is called if its model has this method, in the name of the user who asked, once;
        after a final failure ``_ocr_document_failed(document)``.

        An attachment has one document: a second call returns the first one's.

        :raise AccessError: when the user may not read the attachment, or not change the
            record
        """
        attachment.ensure_one()
        attachment.check_access("read")
        if record is None:
            record = self._record_of(attachment)
        if record:
            record.ensure_one()
            record.check_access("write")
        # sudo: the document may be somebody else's; it is handed back in the caller's
        # own environment, where the access rules of the document apply.
        document = self.sudo().search([("attachment_id", "=", attachment.id)], limit=1)
        if document:
            return document.sudo(self.env.su)
        try:
            # Two requests for one file at the same moment: the other one has won. Let
            # this one be repeated, then it finds the document.
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return self.create(
                    {
                        "attachment_id": attachment.id,
                        "res_model": record._name if record else False,
                        "res_id": record.id if record else False,
                        "company_id": self._company_of(attachment, record).id,
                    }
                )
        except UniqueViolation as error:
            raise ConcurrencyError("the attachment has just got its OCR document") from error

    def _record_of(self, attachment):
        model, res_id = attachment.res_model, attachment.res_id
        if not res_id or model not in self.env or model == self._name:
            return None
        return self.env[model].browse(res_id)

    def _company_of(self, attachment, record):
        if record is not None and "company_id" in record._fields and record.company_id:
            return record.company_id
        return attachment.company_id or self.env.company

    @api.model
    def upload(self, attachment_ids):
        """Have uploaded files read; return the action that shows them.

        :param attachment_ids: attachments which the user has just created
        """
        documents = self.browse()
        for attachment in self.env["ir.attachment"].browse(attachment_ids).exists():
            documents |= self._enqueue(attachment)
        if not documents:
            raise UserError(self.env._("No file was uploaded."))
        if len(documents) == 1:
            return documents._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "insightpulse_ocr.action_ocr_document"
        )
        # In place of the list that the user is looking at, not on top of it.
        return {**action, "target": "main"}

    @api.model_create_multi
    def create(self, vals_list):
        """Creating a document asks for its reading: the job is queued with it."""
        for vals in vals_list:
            self._check_untouched(vals, self._creation_fields())
            if not vals.get("name"):
                attachment = self.env["ir.attachment"].browse(vals.get("attachment_id"))
                vals["name"] = attachment.name or self.env._("Document")
            vals["user_id"] = vals.get("user_id") or self.env.uid
            vals.setdefault("next_attempt", fields.Datetime.now())
        documents = super().create(vals_list)
        documents._queue()
        for document in documents:
            document._notify()
        return documents

    def write(self, vals):
        self._check_untouched(vals, {"name"})
        return super().write(vals)

    @api.model
    def _creation_fields(self):
        return {"name", "attachment_id", "res_model", "res_id", "company_id"}

    def _check_untouched(self, vals, editable):
        # A result is reused for the next file of the same content, whoever owns it: it
        # must come from the service. So everything but the name is written by the code
        # here, in sudo, and never by a call from outside.
        if not self.env.su and (forbidden := vals.keys() - editable):
            raise AccessError(
                self.env._(
                    "These fields of a document are set by reading it, not by hand: %s",
                    ", ".join(sorted(forbidden)),
                )
            )

    # -- buttons -----------------------------------------------------------------------

    def action_retry(self):
        """Read again what failed or was cancelled; try at once what is waiting."""
        self.check_access("write")
        for document in self:
            if document.state in ("waiting", "failed", "cancelled") or document._is_abandoned():
                document._change(
                    state="waiting",
                    attempts=0,
                    next_attempt=fields.Datetime.now(),
                    error=False,
                    error_code=False,
                )
                document._queue()
        return True

    def action_cancel(self):
        """Do not read what is not read yet. The file stays."""
        self.check_access("write")
        for document in self:
            if document.state in ("waiting", "reading"):
                document._unqueue()
                document._change(
                    state="cancelled", next_attempt=False, error=False, error_code=False
                )
        return True

    def action_open_record(self):
        """Open the record that the document is for."""
        record = self._record()
        if record is None:
            raise UserError(self.env._("There is no record for this document any more."))
        return record.get_formview_action()

    # -- state -------------------------------------------------------------------------

    def _change(self, **values):
        """Write machine-owned values and tell whoever is looking, once committed."""
        # sudo: see _check_untouched. Callers have checked the access they need.
        self.sudo().write(values)
        for document in self:
            document._notify()

    def _bus_channel_name(self):
        return f"ocr.document_{self.id}"

    def _notify(self):
        """Send the state on the document's channel and to the user who asked.

        The bus holds notifications back until the transaction is committed.
        """
        # sudo: subscribers have been checked one by one, see ir.websocket.
        document = self.sudo()
        payload = {
            "id": document.id,
            "state": document.state,
            "res_model": document.res_model,
            "res_id": document.res_id,
            "error": document.error,
        }
        self.env["bus.bus"]._sendone(document._bus_channel_name(), "ocr.document/update", payload)
        document.user_id._bus_send("ocr.document/update", payload)
