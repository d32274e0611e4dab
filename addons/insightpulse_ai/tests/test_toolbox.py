"""Each tool as it is called for a user, within the lists of an agent."""

from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, new_test_user, tagged

from ..agents import Record, ToolError, ToolQuestion
from .common import AiCase

READING = "odoo.addons.insightpulse_ai.models.ai_toolbox_reading"


@tagged("post_install", "-at_install")
class TestToolbox(AiCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.env.ref("insightpulse_ai.agent_clerk")
        country = cls.env.ref("base.be")
        cls.partner.write({"city": "Brussels", "country_id": country.id, "is_company": True})
        cls.other = cls.env["res.partner"].create({"name": "Azure Exterior", "city": "Ghent"})

    def tools(self, user=None, agent=None):
        context = {"ai_agent": (agent or self.clerk).id, "lang": "en_US"}
        return self.env["ai.toolbox"].with_user(user or self.user).with_context(**context)

    def found(self, **arguments):
        answer = self.tools().search_records("contacts", **arguments)
        return [row["record"].name for row in answer["records"]]

    # -- reading -----------------------------------------------------------------------

    def test_search_by_words_and_by_conditions(self):
        self.assertEqual(self.found(words="azure inter"), ["Azure Interior"])
        for condition in (
            {"field": "City", "operator": "=", "value": "brussels"},
            {"field": "country", "operator": "contains", "value": "Belgium"},
            {"field": "country_id", "operator": "=", "value": "Belgium"},
        ):
            with self.subTest(condition):
                self.assertIn("Azure Interior", self.found(words="azure", conditions=[condition]))
                self.assertNotIn("Azure Exterior", self.found(conditions=[condition]))

    def test_a_row_names_the_record_and_what_it_was_looked_for_by(self):
        answer = self.tools().search_records(
            "contacts", conditions=[{"field": "city", "operator": "=", "value": "Ghent"}]
        )
        self.assertEqual(answer["found"], 1)
        row = answer["records"][0]
        self.assertEqual(row["record"], Record("res.partner", self.other.id, "Azure Exterior"))
        self.assertEqual(row["City"], "Ghent")

    def test_order_and_limit(self):
        names = self.found(words="Azure", sort_by="name", descending=True, limit=1)
        self.assertEqual(names, ["Azure Interior"])

    def test_read_one(self):
        text = self.tools().read_record("contacts", "azure interior")
        self.assertIn("Brussels", text)
        self.assertIn(str(self.partner.id), text)

    def test_a_name_that_several_have_is_the_users_to_choose(self):
        with self.assertRaises(ToolQuestion) as caught:
            self.tools().read_record("contacts", "Azure")
        names = {record.name for record in caught.exception.candidates}
        self.assertLessEqual({"Azure Interior", "Azure Exterior"}, names)

    def test_of_several_of_one_name_it_is_the_one_on_the_screen(self):
        twin = self.env["res.partner"].create({"name": "Azure Interior", "city": "Namur"})
        with self.assertRaises(ToolQuestion) as caught:
            self.tools().read_record("contacts", "Azure Interior")
        name = next(one.name for one in caught.exception.candidates if one.id == twin.id)
        self.assertEqual(name, f"Azure Interior #{twin.id}")
        self.assertIn("Namur", self.tools().read_record("contacts", name))
        seen = self.tools().with_context(ai_known=[["res.partner", twin.id]])
        self.assertIn("Namur", seen.read_record("contacts", "Azure Interior"))

    def test_count_and_sum(self):
        rows = self.tools().count_and_sum("contacts", group_by="City", words="Azure")
        self.assertIn({"City": "Ghent", "count": 1}, rows)
        total = self.tools().count_and_sum("contacts", words="Azure")
        self.assertGreaterEqual(total[0]["count"], 2)
        nobody = {"kind": "contacts", "words": "nobody of that name"}
        self.assertEqual(self.tools().count_and_sum(**nobody), [{"count": 0}])
        self.assertEqual(self.tools().count_and_sum(**nobody, group_by="City"), [])

    def test_the_most_come_first_and_what_is_left_out_is_told(self):
        self.env["res.partner"].create(
            [
                {"name": "Azure", "city": city}
                for city in ("Ghent", "Ghent", "Brussels", "Namur", False)
            ]
        )
        rows = self.counted(group_by="City")
        self.assertEqual(
            rows,
            [
                {"City": "Ghent", "count": 3},
                {"City": "Brussels", "count": 2},
                {"City": "Namur", "count": 1},
                {"City": "none", "count": 1},
            ],
        )
        with patch(f"{READING}.GROUPS", 4):
            self.assertEqual(self.counted(group_by="City"), rows)
        with patch(f"{READING}.GROUPS", 3):
            *first, last = self.counted(group_by="City")
        self.assertEqual(first, rows[:3])
        self.assertEqual(last, {"more": "… and more groups: these are the first 3"})

    def counted(self, **arguments):
        return self.tools().count_and_sum("contacts", words="Azure", **arguments)

    def test_how_many_there_are_where_not_all_are_shown_or_counted(self):
        self.env["res.partner"].create([{"name": "Azure"} for _one in range(3)])
        for opened, counted, label, found in (
            (6, 6, "5 contacts", 5),
            (5, 5, "5 contacts", 5),
            (3, 5, "the first 3 of 5 contacts", 5),
            (3, 4, "the first 3 of more than 4 contacts", "more than 4"),
        ):
            with (
                self.subTest(label),
                patch(f"{READING}.OPENED", opened),
                patch(f"{READING}.COUNTED", counted),
            ):
                shown = self.tools().open_records("contacts", words="Azure")
                self.assertEqual(shown.label, label)
                answer = self.tools().search_records("contacts", words="Azure")
                self.assertEqual(answer["found"], found)

    def test_a_button_that_opens(self):
        shown = self.tools().open_records("contacts", words="Azure Exterior")
        self.assertEqual(shown.action["res_id"], self.other.id)
        with self.assertRaisesRegex(ToolError, "none"):
            self.tools().open_records("contacts", words="nobody of that name")

    # -- conditions --------------------------------------------------------------------

    def test_is_not_leaves_out_that_name_alone(self):
        azure = self.env["res.partner"].create({"name": "Azure"})
        ours = azure + self.partner + self.other
        for operator, value, found in (
            ("=", "azure", azure),
            ("is not", "azure", self.partner + self.other),
            ("is not", "a_ure", ours),
            ("=", "Azure%", ours.browse()),
            ("contains", "azure", ours),
        ):
            with self.subTest(operator=operator, value=value):
                condition = {"field": "name", "operator": operator, "value": value}
                self.assertEqual(self.matching(ours, condition), found)

    def test_a_relation_is_the_one_of_just_that_name_if_there_is_one(self):
        ann, joanna = self.env["res.partner"].create([{"name": "Ann"}, {"name": "Joanna"}])
        anns, joannas, nobodys = self.env["res.partner"].create(
            [{"name": "A child", "parent_id": parent} for parent in (ann.id, joanna.id, False)]
        )
        children = anns + joannas + nobodys
        for operator, value, found in (
            ("=", "ann", anns),
            ("is not", "ANN", joannas + nobodys),
            ("contains", "ann", anns + joannas),
            ("=", "oann", joannas),
            ("is not", "oann", anns + nobodys),
            ("is not", "nobody of that name", children),
        ):
            with self.subTest(operator=operator, value=value):
                condition = {"field": "parent_id", "operator": operator, "value": value}
                self.assertEqual(self.matching(children, condition), found)

    def test_a_relation_is_not_the_tag_of_just_that_name(self):
        tags = self.env["res.partner.category"].create([{"name": "Wood"}, {"name": "Hardwood"}])
        self.partner.category_id, self.other.category_id = tags[0], tags[1]
        ours = self.partner + self.other
        for operator, found in (("=", self.partner), ("is not", self.other), ("contains", ours)):
            with self.subTest(operator):
                condition = {"field": "category_id", "operator": operator, "value": "wood"}
                self.assertEqual(self.matching(ours, condition), found)

    def test_a_day_is_all_of_it_on_the_users_clock(self):
        self.user.tz = "America/New_York"  # 5 hours behind, 4 from 8 March
        before, first, last, after, never = self.moments(
            "2026-01-31 04:59:59", "2026-01-31 05:00:00", "2026-02-01 04:59:59",
            "2026-02-01 05:00:00", False,
        )  # fmt: skip
        day = first + last
        for value in ("2026-01-31", "31 January 2026"):
            for operator, found in (
                ("=", day),
                ("contains", day),
                ("is not", before + after + never),
                ("<", before),
                ("<=", before + day),
                (">", after),
                (">=", day + after),
            ):
                with self.subTest(operator=operator, value=value):
                    condition = {"field": "date", "operator": operator, "value": value}
                    ours = before + day + after + never
                    self.assertEqual(self.matching(ours, condition), found)

    def test_a_day_of_23_hours_and_a_moment(self):
        self.user.tz = "America/New_York"
        first, last, after = self.moments(
            "2026-03-08 05:00:00", "2026-03-09 03:59:59", "2026-03-09 04:00:00"
        )
        ours = first + last + after
        for operator, value, found in (
            ("=", "2026-03-08", first + last),
            ("=", "2026-03-08 00:00:00", first),
            (">", "2026-03-08 23:59", after + last),
            ("<=", "9999-12-31", ours),
            (">", "0001-01-01", ours),
        ):
            with self.subTest(operator=operator, value=value):
                condition = {"field": "date", "operator": operator, "value": value}
                self.assertEqual(self.matching(ours, condition), found)
        with self.assertRaisesRegex(ToolError, "give it as"):
            self.matching(ours, {"field": "date", "operator": "=", "value": "soon"})

    def moments(self, *moments):
        return self.env["mail.message"].create(
            [{"date": moment, "model": "res.partner", "res_id": 1} for moment in moments]
        )

    def matching(self, records, condition):
        """Those of ``records`` that meet the user's condition, in their order."""
        access = self.env(user=self.user)["ai.access"]
        field = records.fields_get([condition["field"]])[condition["field"]]
        domain = access._condition(condition["field"], field, condition)
        found = records.search(domain & Domain("id", "in", records.ids))
        return records.filtered(lambda one: one in found)

    # -- what is not there -------------------------------------------------------------

    def test_what_is_not_in_the_lists_does_not_exist(self):
        for kind in ("res.users", "ir.config_parameter", "passwords"):
            with self.subTest(kind), self.assertRaisesRegex(ToolError, "There are: contacts"):
                self.tools().search_records(kind)

    def test_secrets_cannot_be_looked_for(self):
        for name in ("signup_token", "password", "user_ids.password", "access_token"):
            with self.subTest(name), self.assertRaisesRegex(ToolError, "no field"):
                self.found(conditions=[{"field": name, "operator": "contains", "value": "a"}])
            with self.subTest(sort=name), self.assertRaisesRegex(ToolError, "no field"):
                self.found(sort_by=name)

    def test_fields_that_the_list_leaves_out(self):
        line = self.clerk.model_ids.filtered(lambda one: one.model == "res.partner")
        line.readable = "name,city"
        self.partner.phone = "+32 2 555 01 01"
        self.assertNotIn("555", self.tools().read_record("contacts", "Azure Interior"))
        with self.assertRaisesRegex(ToolError, "no field"):
            self.found(conditions=[{"field": "phone", "operator": "=", "value": "1"}])

    def test_the_domain_of_the_list(self):
        line = self.clerk.model_ids.filtered(lambda one: one.model == "res.partner")
        line.domain = "[('city', '=', 'Ghent')]"
        self.assertEqual(self.found(words="Azure"), ["Azure Exterior"])
        for given in ("Azure Interior", str(self.partner.id)):
            with self.subTest(given), self.assertRaises(ToolError):
                self.tools().read_record("contacts", given)

    def test_rights_are_the_users(self):
        self.env["ir.rule"].create(
            {
                "name": "not Ghent",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[('city', '!=', 'Ghent')]",
            }
        )
        self.assertEqual(self.found(words="Azure"), ["Azure Interior"])
        portal = new_test_user(self.env, "ai_portal_t", groups="base.group_portal")
        with self.assertRaises(ToolError):
            self.tools(portal).read_record("contacts", "Azure Interior")

    def test_without_an_agent_there_is_nothing(self):
        with self.assertRaisesRegex(ToolError, "No agent"):
            self.env["ai.toolbox"].with_user(self.user).search_records("contacts")

    def test_no_list_holds_secrets_or_what_decides(self):
        for values in (
            {"model": "ir.config_parameter"},
            {"model": "res.users.apikeys"},
            {"model": "res.users", "changeable": "name"},
            {"model": "res.groups", "can_create": True},
            {"model": "res.partner", "readable": "name,signup_token"},
            {"model": "res.partner", "changeable": "no_such_field"},
            {"model": "res.partner", "domain": "[('name', '=', __import__('os'))]"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.env["ai.agent.model"].create(
                    {"agent_id": self.clerk.id, "name": "x", **values}
                )

    # -- proposing ---------------------------------------------------------------------

    def test_a_change_is_a_row_and_no_change(self):
        row = self.tools().update_record(
            "contacts",
            "Azure Exterior",
            [{"field": "Phone", "value": "1"}, {"field": "Country", "value": "belgium"}],
        )
        self.assertEqual(row["values"], {"phone": "1", "country_id": self.env.ref("base.be").id})
        self.assertFalse(self.other.phone)

    def test_tags_as_they_are_told_and_cleared(self):
        wood, steel, glass = self.env["res.partner.category"].create(
            [{"name": name} for name in ("Wood", "Steel", "Glass")]
        )
        for said, kept in (("Steel, glass", steel + glass), ("", wood.browse()), ("Wood", wood)):
            with self.subTest(said):
                row = self.tools().update_record(
                    "contacts", "Azure Exterior", [{"field": "Tags", "value": said}]
                )
                proposal = self.env["ai.proposal"].with_user(self.user)._add(row)
                names = ", ".join(kept.mapped("display_name"))
                self.assertEqual(proposal._rows()[0]["after"], names)
                proposal.action_approve()
                self.assertEqual((proposal.state, self.other.category_id), ("done", kept))
        row = self.tools().create_record(
            "contacts", [{"field": "name", "value": "Corner"}, {"field": "tags", "value": "glass"}]
        )
        proposal = self.env["ai.proposal"].with_user(self.user)._add(row)
        proposal.action_approve()
        self.assertEqual(proposal._record().category_id, glass)

    def test_a_new_record(self):
        row = self.tools().create_record("contacts", [{"field": "name", "value": "Wood Corner"}])
        self.assertEqual((row["kind"], row["values"]), ("create", {"name": "Wood Corner"}))

    def test_a_message_and_a_reminder(self):
        row = self.tools().post_message("contacts", "Azure Exterior", "Please call.")
        self.assertEqual((row["kind"], row["values"]["body"]), ("note", "Please call."))
        self.assertFalse(self.other.message_ids.filtered(lambda one: "call" in one.body))

    def test_what_cannot_be_proposed_is_told(self):
        for changes, told in (
            ([{"field": "Customer Rank", "value": "9"}], "no field"),
            ([{"field": "country", "value": "Atlantis"}], "nothing is called"),
            ([], "Say which"),
        ):
            with self.subTest(changes), self.assertRaisesRegex(ToolError, told):
                self.tools().update_record("contacts", "Azure Exterior", changes)
        with self.assertRaisesRegex(ToolError, "not allowed|You are not"):
            self.tools(self.colleague).update_record(
                "contacts", "Azure Exterior", [{"field": "phone", "value": "1"}]
            )

    def test_what_the_form_does_not_offer_is_not_proposed(self):
        self.env["res.partner.category"].create([{"name": "Wood"}, {"name": "Steel"}])
        fields = self.env["res.partner"]._fields
        country = {"field": "country", "value": "belgium"}
        for name, domain in (
            ("country_id", [("code", "!=", "BE")]),
            ("country_id", lambda _model: [("code", "!=", "BE")]),
            ("category_id", [("name", "!=", "Steel")]),
        ):
            change = country if name == "country_id" else {"field": name, "value": "wood, steel"}
            self.tools().update_record("contacts", "Azure Exterior", [change])
            with self.subTest(name), patch.object(fields[name], "domain", domain):
                for propose in (
                    lambda one=change: self.tools().update_record(
                        "contacts", "Azure Exterior", [one]
                    ),
                    lambda one=change: self.tools().create_record("contacts", [one]),
                ):
                    with self.assertRaisesRegex(ToolError, "nothing is called"):
                        propose()

    def test_a_portal_user_finds_no_tool_to_call_by_rpc(self):
        for name in ("search_records", "update_record", "read_record", "run_report"):
            with self.subTest(name), self.assertRaises(AccessError):
                get_public_method(self.env["ai.toolbox"], name)
