from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

MODELS = ("health.state", "health.day", "health.sample")


@tagged("-at_install", "post_install")
class TestAccess(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = [
            new_test_user(cls.env, f"health_{groups.rpartition('.')[2]}", groups=groups)
            for groups in ("base.group_user", "base.group_portal", "base.group_public")
        ] + [new_test_user(cls.env, "health_erp", groups="base.group_erp_manager")]
        cls.administrator = new_test_user(cls.env, "health_admin", groups="base.group_system")

    def test_only_administrators_read(self):
        for model in MODELS:
            self.env[model].with_user(self.administrator).search_read([])
            for user in self.others:
                with self.subTest(model=model, user=user.login), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([])

    def test_nobody_writes(self):
        state = self.env["health.state"].create(
            {"name": "x:y", "title": "X", "status": "pass", "since": "2026-01-01",
             "seen": "2026-01-01"}
        ).with_user(self.administrator)  # fmt: skip
        for change in (
            lambda: state.write({"status": "fail"}),
            state.unlink,
            lambda: state.copy(),
            lambda: state.env["health.day"].create({"name": "x:y"}),
            lambda: state.env["health.sample"].create({"time": "2026-01-01"}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_the_menu_is_administrators(self):
        menu = self.env.ref("insightpulse_health.menu_system_health")
        for user in (*self.others, self.administrator):
            if user._is_internal():
                seen = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                with self.subTest(user=user.login):
                    self.assertEqual(menu.id in seen, user == self.administrator)
