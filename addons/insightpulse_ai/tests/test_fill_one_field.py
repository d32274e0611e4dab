"""One field of the record in a form, filled by its widget."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import needs_model
from .fill_common import FillCase, say

PROMPT = "The job of {{ object.name }}."


@needs_model
@tagged("post_install", "-at_install")
class TestFillOneField(FillCase):
    def start(self, name="function", prompt=PROMPT, record=None, user=None, **how):
        record = self.partner if record is None else record
        actions = self.env["ir.actions.server"].with_user(user or self.user)
        fill = actions.ai_fill_field(record._name, record.id, name, prompt=prompt, **how)
        return self.env["ai.fill"].browse(fill)

    def fill(self, reply, *args, **how):
        self.model.script(reply)
        fill = self.start(*args, **how)
        self.run_jobs(fill)
        return fill.line_ids

    def test_an_empty_field_is_filled_with_why_and_how_sure(self):
        line = self.fill(say(function=("Carpenter", "carpenters in Lyon")))
        self.assertRecordValues(line, [{"state": "done", "confidence": "high"}])
        self.assertEqual(line.proposed["function"]["quote"], "carpenters in Lyon")
        self.assertEqual(self.partner.function, "Carpenter")
        self.assertIn("The job of <data>Azure Interior</data>.", self.model.sent()[0][1]["content"])

    def test_what_somebody_has_typed_is_replaced_when_they_approve(self):
        self.partner.function = "Typed"
        line = self.fill(say(function=("Carpenter", "carpenters in Lyon")))
        self.assertEqual((line.state, self.partner.function), ("review", "Typed"))
        self.assertEqual((line.told[0]["before"], line.told[0]["after"]), ("Typed", "Carpenter"))
        line.with_user(self.user).action_approve()
        self.assertEqual((line.state, self.partner.function), ("done", "Carpenter"))

    def test_what_is_not_sure_is_looked_at(self):
        line = self.fill(say(function=("Carpenter", "made up")))
        self.assertEqual((line.state, self.partner.function), ("review", False))

    def test_every_kind_of_field(self):
        country = self.env.ref("base.fr")
        tag = self.env["res.partner.category"].create({"name": "Wood"})
        for name, said, value in [
            ("function", "Carpenter", "Carpenter"),
            ("comment", "Two\nlines", "<p>Two<br>\nlines</p>"),
            ("type", "Delivery", "delivery"),
            ("country_id", "France", country),
            ("category_id", ["Wood"], tag),
            ("is_company", True, True),
            ("partner_latitude", 45.75, 45.75),
            ("color", 3, 3),
        ]:
            with self.subTest(name=name):
                self.model.reset()
                line = self.fill(say(**{name: said}), name)
                if line.state == "review":
                    line.with_user(self.user).action_approve()
                self.assertEqual((line.state, self.partner[name]), ("done", value))

    def test_as_an_action_fills_it(self):
        action = self.make_action("function", "ref", ai_prompt="What they make")
        action.ai_field_ids[0].hint = "One word"
        self.env["ir.model.data"].create(
            {"module": "test", "name": "fill", "model": action._name, "res_id": action.id}
        )
        line = self.fill(say(function="Carpenter"), prompt="", action="test.fill")
        self.assertEqual((line.state, self.partner.function), ("done", "Carpenter"))
        told = self.model.sent()[0][1]["content"]
        self.assertIn("What they make", told)
        self.assertIn("One word", told)
        self.assertNotIn('"ref"', told)
        with self.assertRaisesRegex(UserError, "does not fill"):
            self.start("comment", action="test.fill")
        with self.assertRaisesRegex(UserError, "There is no action"):
            self.start(action="test.nothing")

    def test_what_is_refused(self):
        for name, prompt, words in [
            ("nothing", PROMPT, "no field nothing"),
            ("signup_type", PROMPT, "secret"),
            ("company_id", PROMPT, "none is chosen"),
            ("function", " ", "Write a prompt"),
            ("function", None, "Write a prompt"),
            ("function", "{{ object.sudo() }}", "no path of fields"),
            ("function", "{{ user_ids.password }}", "secret"),
        ]:
            with self.subTest(name=name, prompt=prompt), self.assertRaisesRegex(UserError, words):
                self.start(name, prompt)
        with self.assertRaisesRegex(UserError, "Save the record first"):
            self.start(record=self.env["res.partner"].new())
        with self.assertRaisesRegex(UserError, "no field name in nothing"):
            self.env["ir.actions.server"].ai_fill_field("nothing", 1, "name", PROMPT)
        self.file = {}
        with self.assertRaisesRegex(UserError, "No language model is set up"):
            self.start()
        self.assertFalse(self.env["ai.fill"].search([("user_id", "=", self.user.id)]))

    def test_who_may_not_change_the_record_is_refused(self):
        portal = new_test_user(self.env, "ai_portal", groups="base.group_portal")
        for user in (self.colleague, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.start(user=user)

    def test_a_field_of_others_is_refused(self):
        self.patch(self.registry["res.partner"]._fields["function"], "groups", "base.group_system")
        with self.assertRaises(AccessError):
            self.start()
