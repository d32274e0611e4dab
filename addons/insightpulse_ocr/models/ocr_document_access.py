from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

DECIDING_FIELDS = ("attachment_id", "res_model", "res_id", "user_id")


class OcrDocument(models.Model):
    """Who may see a document.

    What was read in a file is as confidential as the file. So a document that was read
    for a record is seen by those who see the record, and changed (Retry, Cancel) by
    those who may change it. A document without a record belongs to the user who
    uploaded it; administrators see these, too.

    A record rule cannot say this: its domain is evaluated with all rights, and would
    not ask for the rules of the record's model. Company rules are in
    ``security/ocr_document_rules.xml``.
    """

    _inherit = "ocr.document"

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return refused
        forbidden, make_error = refused or (self.browse(), None)
        visible = (self - forbidden)._filter_accessible(operation)
        if not (hidden := self - forbidden - visible):
            return refused
        # What was fetched to decide must not be readable from the cache now.
        hidden.invalidate_recordset(DECIDING_FIELDS)

        def access_error():
            if make_error:
                return make_error()
            return AccessError(
                self.env._(
                    "You cannot access this document: it was read for a record that you have "
                    "no access to, or for somebody else."
                )
            )

        return forbidden + hidden, access_error

    def _filter_accessible(self, operation):
        # sudo: to find out what the access depends on.
        documents = self.sudo()
        documents.fetch(DECIDING_FIELDS)
        # Deleting or creating a document changes what belongs to the record.
        record_operation = "read" if operation == "read" else "write"
        accessible = documents.filtered(
            lambda document: (
                not document.res_id
                and (self.env.is_system() or document.user_id.id == self.env.uid)
            )
        )
        if operation == "create":
            attachments = documents.attachment_id.sudo(False)
            readable = attachments._filtered_access("read").ids
            documents = documents.filtered(lambda doc: doc.attachment_id.id in readable)
            accessible &= documents
        for model, group in documents.filtered("res_id").grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(group.mapped("res_id"))).exists()
                allowed = set(records._filtered_access(record_operation).ids)
                accessible |= group.filtered(lambda doc, allowed=allowed: doc.res_id in allowed)
        return accessible.sudo(False)

    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._accessible_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _accessible_domain(self):
        own = Domain("res_id", "in", (False, 0))
        if not self.env.is_system():
            own &= Domain("user_id", "=", self.env.uid)
        # sudo: only the names of the models, of which there are a handful.
        models_ = self.sudo()._read_group([("res_id", "!=", False)], ["res_model"])
        visible = [own]
        for (name,) in models_:
            if name in self.env and self.env[name].has_access("read"):
                records = self.env[name].with_context(active_test=False)._search([])
                visible.append(Domain("res_model", "=", name) & Domain("res_id", "in", records))
        return Domain.OR(visible)
