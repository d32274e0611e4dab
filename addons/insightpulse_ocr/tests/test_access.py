from types import SimpleNamespace
from unittest.mock import patch

from odoo import Command
from odoo.addons.bus.models import ir_websocket as bus_websocket
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import OcrCase


@tagged("-at_install", "post_install")
class TestAccess(OcrCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "ocr_admin", groups="base.group_system")
        cls.managers = new_test_user(
            cls.env, "ocr_manager", groups="base.group_user,base.group_partner_manager"
        )

    def assertSees(self, user, document):
        seen = document.with_user(user)
        self.assertTrue(seen.has_access("read"))
        self.assertEqual(seen.search([("id", "=", document.id)]), document)
        self.assertEqual(seen.search_count([("id", "=", document.id)]), 1)
        self.assertEqual(self.subscribed(user, document), [document._bus_channel_name()])

    def assertDoesNotSee(self, user, document):
        hidden = document.with_user(user)
        self.assertFalse(hidden.has_access("read"))
        self.assertFalse(hidden.search([("id", "=", document.id)]))
        self.assertFalse(hidden.search_count([("id", "=", document.id)]))
        self.assertFalse(hidden._read_group([("id", "=", document.id)], ["state"]))
        self.assertFalse(self.subscribed(user, document))
        for use in (
            lambda: hidden.read(["result"]),
            lambda: hidden.state,
            hidden.action_retry,
            hidden.action_cancel,
            hidden.unlink,
        ):
            hidden.invalidate_recordset()
            with self.assertRaises(AccessError):
                use()

    def subscribed(self, user, document):
        """The document channels that ``user`` gets who asks for this document's."""
        session = SimpleNamespace(session=SimpleNamespace(uid=user.id))
        with patch.object(bus_websocket, "wsrequest", session):
            channels = (
                self.env["ir.websocket"]
                .with_user(user)
                ._build_bus_channel_list([document._bus_channel_name()])
            )
        return [name for name in channels if isinstance(name, str) and name.startswith("ocr")]

    def test_an_upload_is_seen_by_its_user_and_by_administrators(self):
        document = self.document()
        self.assertSees(self.user, document)
        self.assertSees(self.admin, document)
        self.assertDoesNotSee(self.colleague, document)

    def test_a_document_for_a_record_follows_the_record(self):
        partner = self.env["res.partner"].create({"name": "Record"})
        document = self.document(record=partner, user=self.managers)
        self.assertSees(self.managers, document)
        # Employees see partners, but may not change them.
        self.assertSees(self.colleague, document)
        for button in ("action_retry", "action_cancel", "unlink"):
            with self.assertRaises(AccessError):
                getattr(document.with_user(self.colleague), button)()

    def test_a_record_that_a_rule_hides_hides_its_document(self):
        partner = self.env["res.partner"].create({"name": "Hidden"})
        document = self.document(record=partner, user=self.managers)
        self.env["ir.rule"].create(
            {
                "name": "hide one partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {partner.id})]",
                "groups": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        self.assertDoesNotSee(self.colleague, document)

    def test_the_name_of_a_record_is_shown_to_those_who_may_see_it(self):
        partner = self.env["res.partner"].create({"name": "Record"})
        documents = self.document(b"1", record=partner, user=self.managers)
        documents |= self.document(b"2", user=self.managers)
        documents |= self.document(b"3", record=partner, user=self.managers)
        self.assertEqual(documents.mapped("record_name"), ["Record", False, "Record"])
        partner.unlink()
        documents = documents.sudo()
        documents.invalidate_recordset()
        self.assertEqual(documents.mapped("record_name"), [False, False, False])

    def test_a_colleague_who_may_change_the_record_may_retry(self):
        partner = self.env["res.partner"].create({"name": "Record"})
        document = self.document(record=partner, user=self.managers)
        document.action_cancel()
        other = new_test_user(
            self.env, "ocr_other", groups="base.group_user,base.group_partner_manager"
        )
        document.with_user(other).action_retry()
        self.run_job(document)
        self.assertRecordValues(document, [{"state": "read", "user_id": self.managers.id}])

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "ocr_stranger",
            groups="base.group_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        document = self.document(record=self.user.partner_id, user=self.managers)
        self.assertDoesNotSee(stranger, document)

    def test_outsiders_have_no_access(self):
        document = self.document()
        portal = new_test_user(self.env, "ocr_portal", groups="base.group_portal")
        for outsider in (portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                document.with_user(outsider).search([])
            self.assertFalse(self.subscribed(outsider, document))

    def test_foreign_files_cannot_be_read(self):
        attachment = self.attachment()
        with self.assertRaises(AccessError):
            self.env["ocr.document"].with_user(self.colleague)._enqueue(attachment)
        with self.assertRaises(AccessError):
            self.env["ocr.document"].with_user(self.colleague).create(
                {"attachment_id": attachment.id}
            )

    def test_the_document_of_a_file_is_no_way_around_its_access(self):
        attachment = self.attachment(public=True)
        documents = self.env["ocr.document"]
        documents.with_user(self.user)._enqueue(attachment)
        found = documents.with_user(self.colleague)._enqueue(attachment)
        with self.assertRaises(AccessError):
            found.read(["text"])

    def test_results_are_not_written_by_hand(self):
        document = self.document()
        for values in (
            {"result": {"pages": []}},
            {"state": "read"},
            {"checksum": "0" * 64},
            {"user_id": self.colleague.id},
            {"res_id": 1},
        ):
            with self.assertRaises(AccessError):
                document.write(values)
        with self.assertRaises(AccessError):
            document.create({"attachment_id": self.attachment().id, "state": "read"})
        document.name = "another name"

    def test_a_user_who_lost_the_file_gets_nothing_read(self):
        partner = self.env["res.partner"].create({"name": "Record"})
        document = self.document(
            record=partner, user=self.managers, res_model="res.partner", res_id=partner.id
        )
        self.env["ir.rule"].create(
            {
                "name": "hide one partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {partner.id})]",
            }
        )
        self.run_job(document)
        self.assertRecordValues(document.sudo(), [{"state": "failed", "error_code": "no_access"}])
        self.assertFalse(self.service.uploads)

    def test_strange_channels_are_refused(self):
        session = SimpleNamespace(session=SimpleNamespace(uid=self.user.id))
        strange = ["ocr.document_", "ocr.document_0", "ocr.document_1 ", "ocr.document_9" * 9]
        with patch.object(bus_websocket, "wsrequest", session):
            websocket = self.env["ir.websocket"].with_user(self.user)
            channels = websocket._build_bus_channel_list(
                [*strange, "mine", self.env.user.partner_id, (self.env.user.partner_id, "LIVE")]
            )
        self.assertIn("mine", channels)
        self.assertFalse(set(strange) & {c for c in channels if isinstance(c, str)})

    def test_deleting_a_document_leaves_the_file(self):
        document = self.document()
        attachment = document.attachment_id
        document.unlink()
        self.assertTrue(attachment.exists().raw)

    def test_deleting_the_file_deletes_what_was_read_in_it(self):
        document = self.document()
        document.attachment_id.unlink()
        self.assertFalse(document.exists())
