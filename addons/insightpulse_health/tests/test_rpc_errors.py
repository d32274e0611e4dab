from unittest.mock import Mock, patch

import psycopg2
from odoo.exceptions import AccessError, RedirectWarning, ValidationError
from odoo.http import JsonRPCDispatcher, SessionExpiredException
from odoo.tests import BaseCase, tagged
from werkzeug.exceptions import NotFound

from ..metrics import counted, state


@tagged("-at_install", "post_install")
class TestRpcErrors(BaseCase):
    """What JSON-RPC answers with status 200, counted where it is the server's fault."""

    def counted(self, error):
        with patch.object(state, "slots", Mock()), patch.object(counted, "rpc_errors") as counter:
            JsonRPCDispatcher(Mock()).handle_error(error)
        return counter.inc.call_count

    def test_faults_of_the_server_count(self):
        for error in (ZeroDivisionError("x"), psycopg2.OperationalError("it is away")):
            self.assertEqual(self.counted(error), 1, error)

    def test_what_a_person_is_told_does_not_count(self):
        for error in (
            ValidationError("Too short."),
            AccessError("Not yours."),
            RedirectWarning("Choose one first.", 1, "Go there"),
            NotFound(),
            SessionExpiredException("Session expired"),
        ):
            self.assertEqual(self.counted(error), 0, error)
