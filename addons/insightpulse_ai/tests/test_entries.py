"""Every door into this product's AI, found by looking: who is no employee gets through none.

Models, public methods and routes are read off the registry, so that one that is added later is
tried, too, or fails for want of an argument here.
"""

import inspect

from odoo import Command, http
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import AiCase, PageCase

OURS = "odoo.addons.insightpulse_ai"
# they return a window, or a count, of records whose own rights hold, and read nothing themselves
HARMLESS = {
    ("res.config.settings", "action_ai_downloads"),
    ("res.config.settings", "action_ai_quotas"),
}
# of their models setUp makes no record: it needs what their addons set up
MADE_BY_OTHERS = {"account.move", "crm.lead", "project.task"}


class EntryCase(AiCase):
    """A question, a proposal and a fill of ``self.user``'s, and who has no business there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "ai_entry_portal", groups="base.group_portal")
        cls.public = cls.env.ref("base.public_user")

    def setUp(self):
        super().setUp()
        self.run = self.asked("Who?", self.partner)
        self.proposal = (
            self.env["ai.proposal"]
            .with_user(self.user)
            ._propose_write(self.partner, {"phone": "1"}, run=self.run)
        )
        action = self.env["ir.actions.server"].create(
            {
                "name": "Fill in",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "ai",
                "ai_prompt": "What do they do?",
                "ai_field_ids": [
                    Command.create(
                        {"field_id": self.env["ir.model.fields"]._get("res.partner", "function").id}
                    )
                ],
            }
        )
        action.with_user(self.user).with_context(
            active_model="res.partner", active_ids=self.partner.ids, active_id=self.partner.id
        ).run()
        self.env["ai.source"].create({"name": "Handbook", "text": "Breakfast is at eight."})
        self.env["ai.file"].with_user(self.user)._take("breakfast.txt", b"At eight.")
        self.env["ai.model.pull"].create({"name": "llama3.2"})
        choice = self.env["ai.model.choice"].create({"pull_name": "llama3.2"})
        self.env["ai.model.choice.line"].create({"choice_id": choice.id, "name": "llama3.2"})
        self.env["res.config.settings"].create({})
        self.env["ir.model.data"].create(
            {"module": "base", "name": "ai_entry", "model": action._name, "res_id": action.id}
        )

    def arguments(self, method, user):
        """What a method is called with by somebody who knows it."""
        known = {
            "question": "What?", "conversation_id": self.run.conversation_id.id,
            "run_id": self.run.id, "proposal_id": self.proposal.id, "approve": True,
            "res_model": "res.partner", "res_ids": user.partner_id.ids,
            "res_id": user.partner_id.id, "xmlid": "base.ai_entry", "attachment_id": 1,
            "agent_id": 0, "name": "function",
            "task": "write", "text": "Some text", "instruction": "Write", "file_ids": [],
        }  # fmt: skip
        found = {}
        for parameter in inspect.signature(method).parameters.values():
            if parameter.default is parameter.empty and parameter.kind not in (
                parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD,
            ):  # fmt: skip
                found[parameter.name] = known[parameter.name]  # a new one: say what it is
        return found


def our_methods(env):
    """Return ``[(model, method name)]`` that can be called from outside and are of our making."""
    found = []
    for name in sorted(env.registry):
        model = env[name]
        # of core's own, ai.* models have those of every model: rights of records hold for them
        names = {
            member
            for kind in type(model).mro()
            if kind.__module__.startswith(OURS)
            for member, value in vars(kind).items()
            if callable(value) and not member.startswith("_")
        }
        for member in sorted(names):
            if hasattr(env.registry["base"], member):
                continue
            try:
                get_public_method(model, member)
            except AccessError:
                continue
            found.append((name, member))
    return found


@tagged("-at_install", "post_install")
class TestMethods(EntryCase, TransactionCase):
    def test_no_right_on_any_row(self):
        models = [name for name in self.env.registry if name.startswith("ai.")]
        self.assertGreater(len(models), 25)
        for name in models:
            for user in (self.portal, self.public):
                for operation in ("read", "create", "write", "unlink"):
                    with self.subTest(model=name, user=user.login, operation=operation):
                        model = self.env[name].with_user(user)
                        self.assertFalse(model.has_access(operation))

    def test_no_method(self):
        methods = our_methods(self.env)
        self.assertIn(("ai.conversation", "ask"), methods)
        self.assertIn(("ai.proposal", "decide"), methods)
        self.assertIn(("ai.proposal", "action_approve"), methods)
        before = self.texts()
        for name, member in methods:
            for user in (self.portal, self.public):
                with self.subTest(model=name, method=member, user=user.login):
                    self.refused(name, member, user)
        self.assertEqual(self.texts(), before)

    def refused(self, name, member, user):
        rows = self.env[name].sudo()
        record = rows.browse() if rows._abstract else rows.search([], limit=1)
        if name not in MADE_BY_OTHERS:
            self.assertTrue(record or rows._abstract, "make one in setUp")
        elif not record:
            record = rows.browse(1)  # there is none: refused as any other would be
        # what was read with all rights, everybody would find in the cache
        self.env.flush_all()
        self.env.invalidate_all()
        method = getattr(record.with_user(user), member)
        arguments = self.arguments(method, user)
        if (name, member) in HARMLESS:
            self.assertEqual(method(**arguments)["type"], "ir.actions.act_window")
            return
        with self.assertRaises(AccessError):
            method(**arguments)
            self.env.flush_all()

    def test_nothing_of_a_colleague(self):
        """An employee may ask, but neither reads, stops, nor decides what is another's."""
        mine = {
            "conversation_id": "ai.conversation", "run_id": "ai.run", "proposal_id": "ai.proposal",
        }  # fmt: skip
        tried = []
        for name, member in our_methods(self.env):
            method = getattr(self.env[name].with_user(self.colleague), member)
            known = {
                parameter: self.arguments_of_others()[parameter]
                for parameter in inspect.signature(method).parameters
                if parameter in mine
            }
            if known:
                tried.append((name, member))
                with self.subTest(model=name, method=member), self.assertRaises(AccessError):
                    method(**self.arguments(method, self.colleague) | known)
        self.assertGreaterEqual(len(tried), 4, tried)
        for model, method in (("ai.proposal", "action_approve"), ("ai.proposal", "action_reject")):
            with self.subTest(model=model, method=method), self.assertRaises(AccessError):
                getattr(self.proposal.with_user(self.colleague), method)()
        self.assertEqual(self.proposal.state, "pending")
        self.assertFalse(self.partner.phone)

    def arguments_of_others(self):
        return {
            "conversation_id": self.run.conversation_id.id,
            "run_id": self.run.id,
            "proposal_id": self.proposal.id,
        }

    def texts(self):
        """All that such a call could have changed."""
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.run.read(["state", "answer"]),
            self.proposal.read(["state"]),
            self.env["ai.fill.line"].search([]).read(["state"]),
            self.partner.read(["phone", "function", "message_ids"]),
            *[self.env[name].search_count([]) for name in ("ai.run", "ai.source", "ai.file")],
        )


@tagged("-at_install", "post_install")
class TestRoutes(PageCase, EntryCase, TransactionCase):
    def routes(self):
        """Return ``[(path, method, kind)]`` of all our controllers, with the user's run in them."""
        modules = sorted(self.env.registry._init_modules)
        found = []
        for url, endpoint in http._generate_routing_rules(modules, nodb_only=False):
            if endpoint.func.__module__.startswith(OURS):
                path = url.replace("<int(max=2147483647):run_id>", str(self.run.id))
                self.assertNotIn("<", path, "a new parameter: say what it is")
                methods = endpoint.routing.get("methods") or ["GET", "POST"]
                found += [(path, method, endpoint.routing["type"]) for method in methods]
        return found

    def asks(self, user):
        """Return ``{(path, method): status}``; an error of a JSON call counts as one."""
        page = self.logged_in(user) if user else self.anonymous()
        told = {}
        for path, method, kind in self.routes():
            self.env.flush_all()
            if kind == "jsonrpc":
                answer = page.post(path, json={"jsonrpc": "2.0", "params": {}})
                error = (answer.get_json(silent=True) or {}).get("error")
                status = error["code"] if error else answer.status_code
            else:
                answer = page.open(path, method=method)
                status = answer.status_code
                if answer.headers.get("Location", "").startswith("/web/login"):
                    status = 303
            answer.close()
            told[path, method] = status
        return told

    def anonymous(self):
        page = self.logged_in(self.user)
        page.delete_cookie("session_id")
        return page

    def test_no_route_but_for_employees(self):
        paths = {path for path, _method, _kind in self.routes()}
        self.assertLessEqual(
            {self.path(self.run, "stream"), self.path(self.run, "cancel"),
             "/insightpulse_ai/files", "/insightpulse_ai/runs/sight"}, paths,
        )  # fmt: skip
        for user in (self.portal, None):
            for (path, method), status in self.asks(user).items():
                with self.subTest(user=user and user.login, path=path, method=method):
                    self.assertIn(status, (100, 303, 400, 403, 404))
        self.env.invalidate_all()
        self.assertEqual(self.run.state, "waiting")
        self.assertFalse(self.run.cancel_requested)

    def test_a_colleague_neither_hears_nor_stops_it(self):
        told = self.asks(self.colleague)
        for what in ("stream", "cancel"):
            statuses = {
                status for (path, _method), status in told.items()
                if path == self.path(self.run, what)
            }  # fmt: skip
            self.assertEqual(statuses, {404})
        self.env.invalidate_all()
        self.assertEqual(self.run.state, "waiting")
