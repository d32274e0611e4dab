import copy
import json

from odoo.tests import BaseCase, tagged

from ..service.answer import MAX_LINES, InvalidAnswer, parse_engine, parse_problem, parse_reading
from .ocr_service_double import line, reading


def changed(*path, to):
    """A good answer with one value changed."""
    answer = reading("one", "two")
    target = answer
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = to
    return json.dumps(answer).encode()


@tagged("-at_install", "post_install")
class TestServiceAnswer(BaseCase):
    def test_a_good_answer_is_kept(self):
        good = reading("one", "two")
        self.assertEqual(parse_reading(json.dumps(good).encode()), good)

    def test_unknown_keys_are_dropped(self):
        answer = copy.deepcopy(reading("one"))
        for part in (answer, answer["engine"], answer["pages"][0], answer["pages"][0]["lines"][0]):
            part["surprise"] = "<script>"
        self.assertEqual(parse_reading(json.dumps(answer).encode()), reading("one"))

    def test_a_page_without_dpi(self):
        parsed = parse_reading(changed("pages", 0, "dpi", to=None))
        self.assertIsNone(parsed["pages"][0]["dpi"])

    def test_anything_else_is_refused_with_the_place(self):
        first = ("pages", 0, "lines", 0)
        too_many = [line("x")] * (MAX_LINES + 1)
        for body, place in [
            (b"", "not JSON"),
            (b"\xff\xfe\x00", "not JSON"),
            (b"[]", "answer: not an object"),
            (b"null", "answer: not an object"),
            (b"[" * 100_000, "deeply"),
            (b"NaN", "NaN"),
            (changed("pages", to=[]), "pages: empty"),
            (changed("pages", to={}), "pages: not a list"),
            (changed("pages", to=[None]), "pages[0]: not an object"),
            (changed("pages", to=reading("x")["pages"] * 2), "pages[1].number: 1 instead of 2"),
            (changed("pages", 0, "width", to=0), "pages[0].width"),
            (changed("pages", 0, "width", to=True), "pages[0].width"),
            (changed("pages", 0, "width", to=1654.0), "pages[0].width"),
            (changed("pages", 0, "width", to=10**300), "pages[0].width"),
            (changed("pages", 0, "dpi", to="200"), "pages[0].dpi"),
            (changed("pages", 0, "source", to="guess"), "pages[0].source"),
            (changed("pages", 0, "source", to=[]), "pages[0].source"),
            (changed("pages", 0, "lines", to=too_many), "pages[0].lines: 50001 elements"),
            (changed(*first, "text", to=None), "pages[0].lines[0].text"),
            (changed(*first, "text", to="x" * 5_001), "pages[0].lines[0].text: longer"),
            (changed(*first, "confidence", to=1.1), "pages[0].lines[0].confidence"),
            (changed(*first, "confidence", to="1"), "pages[0].lines[0].confidence"),
            (changed(*first, "confidence", to=True), "pages[0].lines[0].confidence"),
            (changed(*first, "confidence", to=10**4000), "pages[0].lines[0].confidence"),
            (changed(*first, "confidence", to=float("nan")), "NaN"),
            (changed(*first, "confidence", to=float("inf")), "Infinity"),
            (changed(*first, "polygon", to=[[0, 0]] * 3), "3 corners"),
            (changed(*first, "polygon", to=[[0, 0]] * 5), "5 elements"),
            (changed(*first, "polygon", 2, to=[1]), "polygon[2]: not a pair"),
            (changed(*first, "polygon", 2, to=[1, 2, 3]), "polygon[2]: 3 elements"),
            (changed(*first, "polygon", 2, to=[1, 1e9]), "polygon[2]: not between"),
            (changed("engine", to="paddleocr"), "engine: not an object"),
            (changed("engine", "version", to=3.7), "engine.version: not a text"),
            (changed("seconds", to=-1), "seconds"),
            (changed("seconds", to=None), "seconds"),
            (changed("warnings", to=["x"] * 101), "warnings: 101"),
            (changed("warnings", to=[1]), "warnings[0]"),
        ]:
            with self.subTest(place=place), self.assertRaises(InvalidAnswer) as refusal:
                parse_reading(body)
            self.assertIn(place, str(refusal.exception))

    def test_numbers_beyond_floats_are_refused(self):
        body = changed("seconds", to=1).replace(b'"seconds": 1', b'"seconds": 1e999')
        with self.assertRaises(InvalidAnswer):
            parse_reading(body)

    def test_an_engine(self):
        engine = parse_engine(b'{"engine": {"name": "paddleocr", "tier": "tiny"}, "service": 1}')
        self.assertEqual(
            (engine["name"], engine["tier"], engine["version"]), ("paddleocr", "tiny", "")
        )

    def test_a_problem_is_never_one_more_problem(self):
        for body, expected in [
            (b'{"code": "encrypted", "detail": "no key"}', ("encrypted", "no key")),
            (b"<h1>Bad gateway</h1>", ("", "")),
            (b'{"code": 1, "detail": null}', ("", "")),
            (b"[" * 100_000, ("", "")),
        ]:
            self.assertEqual(parse_problem(body), expected)
