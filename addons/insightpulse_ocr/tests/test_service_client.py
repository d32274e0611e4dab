import io
import os
import threading
import time
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..service import (
    Busy,
    Client,
    DocumentRefused,
    InvalidAddress,
    ServiceAway,
    ServiceError,
    Unauthorized,
    check_address,
    delay_seconds,
)
from ..service.backoff import DELAYS
from .ocr_service_double import (
    OcrServiceDouble,
    answers,
    dies_before_answering,
    dies_in_mid_answer,
    drips,
    pours,
    reading,
    refuses,
    sleeps,
)


@tagged("-at_install", "post_install")
class TestServiceClient(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = OcrServiceDouble()
        cls.addClassCleanup(cls.service.close)

    # no model; pylint: disable-next=method-required-super
    def read(self, *moments, content=b"%PDF", **options):
        self.service.moments = list(moments)
        self.service.uploads = []
        client = Client(self.service.address, **{"token": "t", **options})
        return client.read(io.BytesIO(content), "bill.pdf", "application/pdf")

    def test_a_reading(self):
        self.assertEqual(self.read(answers(reading("hello"))), reading("hello"))

    def test_it_says_for_which_request(self):
        usual = answers(reading("hello"))
        self.service.request_ids = []
        thread = threading.current_thread()
        with patch.object(thread, "request_id", "", create=True):
            self.read(usual)
        with patch.object(thread, "request_id", "request-of-tests", create=True):
            self.read(usual)
        self.assertEqual(self.service.request_ids, [None, "request-of-tests"])

    def test_errors_say_whether_to_try_again(self):
        for moment, kind, code, passing in [
            (dies_before_answering, ServiceAway, "service_away", True),
            (dies_in_mid_answer, ServiceAway, "service_away", True),
            (refuses(500, "internal"), ServiceAway, "service_away", True),
            (answers(b"<h1>502</h1>", 502, "text/html"), ServiceAway, "service_away", True),
            (refuses(504, "x"), ServiceAway, "timeout", True),
            (refuses(503, "busy"), Busy, "busy", True),
            (refuses(401, "unauthorized"), Unauthorized, "unauthorized", False),
            (refuses(403, "forbidden"), Unauthorized, "unauthorized", False),
            (refuses(422, "encrypted"), DocumentRefused, "encrypted", False),
            (answers(b"", 307, headers={"Location": "/"}), ServiceError, "not_the_service", False),
            (answers(b"", 204), ServiceError, "not_the_service", False),
            (answers(b"{}"), ServiceError, "invalid_answer", False),
        ]:
            with self.subTest(code=code), self.assertRaises(ServiceError) as raised:
                self.read(moment)
            self.assertIs(type(raised.exception), kind)
            self.assertEqual((raised.exception.code, raised.exception.passing), (code, passing))

    def test_limits(self):
        for moment, options, code in [
            (sleeps(1), {"answer_seconds": 0.2}, "timeout"),
            (drips, {"answer_seconds": 0.3}, "timeout"),
            (pours, {"max_answer_bytes": 200_000}, "invalid_answer"),
        ]:
            started = time.monotonic()
            with self.subTest(code=code), self.assertRaises(ServiceError) as raised:
                self.read(moment, **options)
            self.assertEqual(raised.exception.code, code)
            self.assertLess(time.monotonic() - started, 5)

    def test_retry_after(self):
        for header, expected in [("7", 7), ("soon", None), ("-1", None), ("9" * 400, None)]:
            with self.subTest(header=header), self.assertRaises(Busy) as raised:
                self.read(refuses(503, "busy", headers={"Retry-After": header}))
            self.assertEqual(raised.exception.retry_after, expected)
        with self.assertRaises(Busy) as raised:
            date = "Wed, 21 Oct 2015 07:28:00 GMT"
            self.read(refuses(503, "busy", headers={"Retry-After": date}))
        self.assertEqual(raised.exception.retry_after, 0)

    def test_details_are_fit_for_a_message(self):
        with self.assertRaises(DocumentRefused) as raised:
            self.read(refuses(422, "damaged", "line\nbreak\x1b[31m" + "x" * 5_000))
        self.assertTrue(raised.exception.detail.startswith("line break [31mxx"))
        self.assertLessEqual(len(raised.exception.detail), 300)

    def test_no_proxy_and_no_netrc(self):
        proxies = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
        with patch.dict(os.environ, {**proxies, "NO_PROXY": "", "no_proxy": ""}):
            self.assertTrue(self.read())

    def test_a_token_that_no_header_can_carry(self):
        for token in ("with\nbreak", "snow☃"):
            with self.assertRaises(Unauthorized):
                self.read(token=token)

    def test_addresses(self):
        self.assertEqual(
            check_address(" https://ocr.example:8443/base/ "), "https://ocr.example:8443/base"
        )
        self.assertEqual(check_address("http://[::1]:8868"), "http://[::1]:8868")
        for address, reason in [
            ("", "scheme"),
            ("127.0.0.1:8868", "scheme"),
            ("ftp://host", "scheme"),
            ("file:///etc/passwd", "scheme"),
            ("javascript:alert(1)", "scheme"),
            ("http://", "host"),
            ("http://host:port", "host"),
            ("http://host:99999", "host"),
            ("http://ho st", "host"),
            ("http://[::1", "host"),
            ("http://user:password@host", "extra"),
            ("http://host?x=1", "extra"),
            ("http://host#x", "extra"),
        ]:
            with self.subTest(address=address), self.assertRaises(InvalidAddress) as raised:
                check_address(address)
            self.assertEqual(raised.exception.reason, reason)

    def test_backoff_grows_is_bounded_and_spreads(self):
        calm = [delay_seconds(attempt, jitter=0) for attempt in range(1, len(DELAYS) + 1)]
        self.assertEqual(calm, list(DELAYS))
        self.assertEqual(delay_seconds(1, retry_after=1e9, jitter=0), 600)
        self.assertEqual(delay_seconds(5, retry_after=1, jitter=0), 120)
        self.assertEqual(delay_seconds(4, jitter=1), 72)
