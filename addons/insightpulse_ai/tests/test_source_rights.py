"""Nobody is shown a passage of what they may not read, whatever the source."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .sources import SourceCase


@tagged("-at_install", "post_install")
class TestSourceRights(SourceCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["res.groups"].create({"name": "Members"})
        cls.member = new_test_user(cls.env, "ai_member", groups="base.group_user")
        cls.member.group_ids += cls.group
        cls.admin = cls.env.ref("base.user_admin")
        cls.others = cls.env["res.company"].create({"name": "Others"})
        cls.foreigner = new_test_user(
            cls.env, "ai_foreigner", groups="base.group_user",
            company_id=cls.others.id, company_ids=[(6, 0, cls.others.ids)],
        )  # fmt: skip

    def assertShown(self, source, **expected):
        """Who of ``expected`` is shown something about breakfast."""
        for login, shown in expected.items():
            with self.subTest(user=login):
                user = getattr(self, login)
                self.assertEqual(bool(self.found("When is breakfast?", source, user)), shown)

    def test_a_text_for_all_employees(self):
        source = self.text_source("Breakfast is at eight.")
        self.assertShown(source, user=True, member=True, foreigner=True, portal=False)

    def test_a_text_for_a_group(self):
        source = self.text_source("Breakfast is at eight.", group_ids=self.group.ids)
        self.assertShown(source, user=False, member=True, foreigner=False, portal=False)

    def test_a_text_that_is_opened_to_the_portal(self):
        source = self.text_source(
            "Breakfast is at eight.", group_ids=self.env.ref("base.group_portal").ids
        )
        self.assertShown(source, user=False, portal=True)

    def test_a_text_of_a_company(self):
        source = self.text_source("Breakfast is at eight.", company_id=self.others.id)
        self.assertShown(source, user=False, foreigner=True, portal=False)

    def test_records_by_the_rules_of_their_model(self):
        shared = self.partners("Breakfast is at eight.")
        theirs = self.partners("Breakfast is at nine.", company_id=self.others.id)
        source = self.partner_source(shared + theirs)
        self.assertEqual(self.found("breakfast", source), ["Notes: Breakfast is at eight."])
        self.assertEqual(
            sorted(self.found("breakfast", source, self.foreigner)),
            ["Notes: Breakfast is at eight.", "Notes: Breakfast is at nine."],
        )

    def test_a_company_that_is_not_switched_on_is_not_searched(self):
        self.user.company_ids += self.others
        theirs = self.partners("Breakfast is at nine.", company_id=self.others.id)
        source = self.partner_source(theirs)
        mine = self.user.company_id.ids
        self.assertEqual(self.found("breakfast", source, allowed_company_ids=mine), [])
        both = mine + self.others.ids
        self.assertTrue(self.found("breakfast", source, allowed_company_ids=both))

    def test_the_portal_sees_what_its_rules_show(self):
        own = self.portal.partner_id
        own.comment = "Breakfast is at eight."
        other = self.partners("Breakfast is at nine.")
        source = self.partner_source(own + other)
        self.assertEqual(
            self.found("breakfast", source, self.portal), ["Notes: Breakfast is at eight."]
        )
        [passage] = self.env["ai.source"].with_user(self.portal)._retrieve("breakfast")
        self.assertEqual(passage.url, f"/mail/view?model=res.partner&res_id={own.id}")

    def test_a_model_that_may_not_be_read_at_all(self):
        source = self.indexed(
            self.env["ai.source"].create(
                {
                    "name": "Scheduled", "kind": "records",
                    "model_id": self.env["ir.model"]._get("ir.cron").id,
                    "field_ids": self.fields("cron_name", model="ir.cron").ids,
                }
            )
        )  # fmt: skip
        self.assertTrue(self.found("sources", source, self.admin))
        self.assertEqual(self.found("sources", source), [])

    def test_fields_of_a_group_are_shown_to_the_group(self):
        field = self.env["res.partner"]._fields["ref"]
        self.patch(field, "groups", "base.group_system")
        partner = self.partners("Breakfast is at eight.", ref="breakfast-secret-7")
        source = self.partner_source(partner, "comment", "ref")
        self.assertEqual(
            self.found("breakfast-secret-7 breakfast", source), ["Notes: Breakfast is at eight."]
        )
        self.assertEqual(len(self.found("breakfast-secret-7 breakfast", source, self.admin)), 2)

    def test_a_field_that_is_closed_later_is_closed_at_once(self):
        source = self.partner_source(self.partners("Breakfast is at eight."))
        self.assertTrue(self.found("breakfast", source))
        field = self.env["res.partner"]._fields["comment"]
        self.patch(field, "groups", "base.group_system")
        self.assertEqual(self.found("breakfast", source), [])
        self.assertTrue(self.found("breakfast", source, self.admin))

    def test_files_as_their_record_is_read(self):
        theirs = self.partners("", company_id=self.others.id)
        for record, shown in [(self.partner, True), (theirs, False)]:
            file = self.attached(
                b"Breakfast is at eight.", res_model=record._name, res_id=record.id
            )
            source = self.indexed(
                self.env["ai.source"].create(
                    {
                        "name": "Files", "kind": "attachments",
                        "model_id": self.partner_model.id, "domain": f"[('id', '=', {record.id})]",
                    }
                )
            )  # fmt: skip
            self.assertEqual(self.documents(source).attachment_id, file)
            self.assertShown(source, user=shown, foreigner=True, portal=False)

    def test_files_of_the_source_are_read_by_whom_it_is_for(self):
        file = self.attached(b"Breakfast is at eight.")
        source = self.file_source(file, group_ids=self.group.ids)
        self.assertShown(source, user=False, member=True, portal=False)
        file.with_user(self.member).check_access("read")
        with self.assertRaises(AccessError):
            file.with_user(self.user).check_access("read")

    def test_what_is_hidden_does_not_crowd_out_what_is_shown(self):
        hidden = self.partners(*["Breakfast breakfast"] * 150, company_id=self.others.id)
        shown = self.partners("There is a lot to say about this house, and breakfast at eight.")
        source = self.partner_source(hidden + shown)
        with patch("odoo.addons.insightpulse_ai.models.ai_source_retrieval.DEPTHS", (5,)):
            self.assertEqual(len(self.found("breakfast", source)), 1)

    def test_the_orm_is_asked_again_where_sql_cannot_know(self):
        """Models may refuse in Python what their record rules would show."""
        partners = self.partners(*["Breakfast is at eight."] * 70, "Breakfast is at nine.")
        source = self.partner_source(partners)
        model = self.env.registry["res.partner"]
        original, last = model._check_access, partners[-1]

        def refuses(records, operation):
            if records.env.su or not (hidden := (records & partners) - last):
                return original(records, operation)
            return hidden, lambda: AccessError("no")

        with patch.object(model, "_check_access", refuses):
            self.assertEqual(
                self.found("breakfast", source, limit=1), ["Notes: Breakfast is at nine."]
            )

    def test_sudo_shows_no_more(self):
        source = self.text_source("Breakfast is at eight.", group_ids=self.group.ids)
        sources = self.env["ai.source"].with_user(self.user).sudo()
        self.assertEqual(sources._retrieve("breakfast", sources=source.sudo()), [])

    def test_rows_are_nobodys_to_read(self):
        source = self.text_source("Breakfast is at eight.", group_ids=self.group.ids)
        for name in ("ai.passage", "ai.source.document"):
            for user in (self.user, self.member, self.portal):
                with self.subTest(name=name, user=user.login), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search_read([])
        with self.assertRaises(AccessError):
            self.env["ai.passage"].with_user(self.admin).search_read([])
        for user, seen in [(self.user, 0), (self.member, 1), (self.admin, 1)]:
            with self.subTest(user=user.login):
                sources = self.env["ai.source"].with_user(user)
                self.assertEqual(sources.search_count([("id", "=", source.id)]), seen)
        with self.assertRaises(AccessError):
            self.env["ai.source"].with_user(self.portal).search([])
        with self.assertRaises(AccessError):
            source.with_user(self.member).action_index()
        with self.assertRaises(AccessError):
            source.with_user(self.member).read(["domain"])
