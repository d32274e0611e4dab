from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import AiCase


@tagged("post_install", "-at_install")
class TestProposal(AiCase, TransactionCase):
    def proposed(self, values=None, user=None, **options):
        record = self.partner.with_user(user or self.user)
        model = self.env["ai.proposal"].with_user(user or self.user)
        return model._propose_write(record, values or {"phone": "+32 2 555 01 99"}, **options)

    def test_nothing_is_done_before_somebody_approves(self):
        proposal = self.proposed()
        self.assertFalse(self.partner.phone)
        self.assertEqual(
            proposal._rows(), [{"label": "Phone", "before": "", "after": "+32 2 555 01 99"}]
        )
        proposal.action_approve()
        self.assertEqual(self.partner.phone, "+32 2 555 01 99")
        self.assertEqual((proposal.state, proposal.decided_by), ("done", self.user))
        self.assertEqual(self.partner.write_uid, self.user)

    def test_it_is_done_once(self):
        proposal = self.proposed()
        proposal.action_approve()
        self.partner.phone = "1"
        with self.assertRaisesRegex(UserError, "decided before"):
            proposal.action_approve()
        self.assertEqual(self.partner.phone, "1")

    def test_what_was_rejected_is_not_done(self):
        proposal = self.proposed()
        self.assertEqual(
            self.env["ai.proposal"].with_user(self.user).decide(proposal.id, False)["state"],
            "rejected",
        )
        with self.assertRaises(UserError):
            proposal.action_approve()
        self.assertFalse(self.partner.phone)

    def test_a_record_that_has_changed_meanwhile_is_left_alone(self):
        proposal = self.proposed()
        self.partner.phone = "+32 2 1"
        proposal.action_approve()
        self.assertEqual(self.partner.phone, "+32 2 1")
        self.assertEqual(proposal.state, "outdated")

    def test_a_change_of_another_field_does_not_matter(self):
        proposal = self.proposed()
        self.partner.street = "Rue Haute"
        proposal.action_approve()
        self.assertEqual(proposal.state, "done")

    def test_it_expires(self):
        proposal = self.proposed()
        proposal.sudo().expires = fields.Datetime.now() - timedelta(seconds=1)
        with self.assertRaisesRegex(UserError, "expired"):
            proposal.action_approve()
        self.assertEqual(proposal._described()["state"], "expired")
        self.env["ai.proposal"]._gc_expired()
        self.assertEqual(proposal.state, "expired")

    def test_rights_are_looked_at_when_it_is_proposed_and_when_it_is_done(self):
        with self.assertRaises(AccessError):
            self.proposed(user=self.colleague)
        proposal = self.proposed()
        self.user.write({"group_ids": [(3, self.env.ref("base.group_partner_manager").id)]})
        with self.assertRaises(AccessError):
            proposal.action_approve()
        self.assertFalse(self.partner.phone)

    def test_neither_a_run_nor_code_with_all_rights_decides(self):
        proposal = self.proposed()
        for decider in (proposal.sudo(), proposal.with_context(ai_run=1)):
            with self.assertRaisesRegex(AccessError, "person"):
                decider.action_approve()

    def test_nobody_decides_for_others_or_writes_the_row(self):
        proposal = self.proposed()
        with self.assertRaises(AccessError):
            proposal.with_user(self.colleague).action_approve()
        with self.assertRaises(AccessError):
            proposal.write({"values": {"phone": "1"}})
        with self.assertRaises(AccessError):
            self.env["ai.proposal"].with_user(self.user).create({"title": "x"})
        portal = new_test_user(self.env, "ai_portal_p", groups="base.group_portal")
        with self.assertRaises(AccessError):
            proposal.with_user(portal).action_approve()

    def test_secrets_files_and_computed_fields_are_refused(self):
        for name in ("signup_token", "image_1920", "commercial_partner_id", "no_such_field"):
            with self.subTest(name), self.assertRaises(UserError):
                self.proposed({name: "x"})

    def test_what_is_there_already_is_no_proposal(self):
        with self.assertRaisesRegex(UserError, "already"):
            self.proposed({"phone": False, "name": "Azure Interior"})

    def test_relations_are_shown_by_name(self):
        country = self.env.ref("base.be")
        tag = self.env["res.partner.category"].create({"name": "Supplier"})
        proposal = self.proposed({"country_id": country.id, "category_id": [tag.id]})
        self.assertEqual([row["after"] for row in proposal._rows()], ["Supplier", "Belgium"])
        proposal.action_approve()
        self.assertEqual((self.partner.country_id, self.partner.category_id), (country, tag))

    def test_numbers_and_markup_are_shown_as_people_read_them(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        proposal = self.proposed(
            {"comment": "<p>Two &lt; three</p><p>Bye</p>", "partner_latitude": 1200.5}
        )
        rows = {row["label"]: row["after"] for row in proposal._rows()}
        self.assertEqual(rows["Notes"].split(), ["Two", "<", "three", "Bye"])
        self.assertEqual(rows["Geo Latitude"], "1,200.5000000")
        french = proposal.with_context(lang="fr_FR")
        self.assertEqual(
            french._shown(self.partner, "partner_latitude", 1200.5).split(), ["1", "200,5000000"]
        )
        self.assertEqual(proposal.env["ai.fillable"]._decimal(1200.0), "1,200")
        self.assertEqual(proposal.env["ai.fillable"]._decimal(0.125), "0.125")

    def test_its_fields_keep_their_order(self):
        proposal = self.proposed({"phone": "+32 2 1", "city": "Ghent", "name": "Azure"})
        told = [row["label"] for row in proposal._rows()]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([row["label"] for row in proposal._rows()], told)
        self.assertEqual(told, ["Name", "City", "Phone"])

    def test_what_it_says_is_shown_as_text(self):
        proposal = self.proposed({"street": "<img src=x onerror=alert(1)>"})
        self.assertIn("&lt;img", proposal.diff_html)

    def message(self, text="Dear all"):
        model = self.env["ai.proposal"].with_user(self.user)
        row = model._prepare_message("message", self.partner.with_user(self.user), text)
        return model._add(row)

    def test_who_approves_a_message_sees_whom_it_goes_to(self):
        hidden = self.env["res.partner"].create({"name": "Hidden", "email": "h@x.example"})
        customer = self.env["res.partner"].create({"name": "Customer", "email": "c@x.example"})
        self.env["ir.rule"].create(
            {
                "name": "Hidden from users",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {hidden.id})]",
                "groups": [(4, self.env.ref("base.group_user").id)],
            }
        )
        colleague, own = self.colleague.partner_id, self.user.partner_id
        self.partner.message_subscribe((colleague + customer + hidden + own).ids)
        silent = self.env["res.partner"].create({"name": "Silent"})
        self.partner.message_subscribe(silent.ids, [self.env.ref("mail.mt_note").id])
        proposal = self.message()
        to, text = proposal._rows()
        self.assertEqual(
            (to["label"], sorted(to["after"].split(", "))),
            ("To", sorted([colleague.name, "Customer (outside)", "… (outside)"])),
        )
        self.assertEqual((text["label"], text["after"]), ("Text", "Dear all"))
        proposal.action_approve()
        self.assertEqual(proposal.state, "done")
        message = self.partner.message_ids[0]
        self.assertEqual(message.notified_partner_ids, colleague + customer + hidden)
        self.assertEqual(proposal._rows()[0], to, "who has sent it follows it now")

    def test_a_message_that_would_go_to_others_than_was_shown_is_not_sent(self):
        proposal = self.message()
        self.assertEqual(
            proposal._rows()[0]["after"], "nobody follows it: it is written there only"
        )
        before = self.partner.message_ids
        self.partner.message_subscribe(self.env["res.partner"].create({"name": "New"}).ids)
        proposal.action_approve()
        self.assertEqual((proposal.state, self.partner.message_ids), ("outdated", before))

    def test_a_message_that_nobody_follows_is_written_there(self):
        proposal = self.message()
        proposal.action_approve()
        self.assertEqual(proposal.state, "done")
        self.assertIn("Dear all", self.partner.message_ids[0].body)

    def test_what_an_action_is_given_is_shown_in_one_order(self):
        model = self.env["ai.proposal"].with_user(self.user)
        arguments = {"wide": 1, "a_long_name": 2, "depth": 3}
        values = {"action_id": 1, "arguments": arguments}
        row = model._prepare("action", self.partner.with_user(self.user), "Clean up", values)
        proposal = model._add(row)
        told = [row["label"] for row in proposal._rows()]
        self.assertEqual(told, ["Action", "a_long_name", "depth", "wide"])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([row["label"] for row in proposal._rows()], told)

    def test_a_new_record(self):
        model = self.env["ai.proposal"].with_user(self.user)
        empty = self.env["res.partner"].with_user(self.user)
        proposal = model._add(
            model._prepare_create(empty, {"name": "Wood Corner", "is_company": True})
        )
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Wood Corner")]))
        proposal.action_approve()
        self.assertEqual(proposal._record().name, "Wood Corner")
        self.assertEqual(proposal._record().create_uid, self.user)
