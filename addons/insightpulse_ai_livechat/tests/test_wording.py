import doctest

from odoo.tests import BaseCase, tagged

from ..visiting import person, reading, showing, wants_person


@tagged("post_install", "-at_install")
class TestWording(BaseCase):
    def test_examples(self):
        for module in (person, reading, showing):
            with self.subTest(module.__name__):
                self.assertEqual(doctest.testmod(module).failed, 0)
                self.assertTrue(doctest.testmod(module).attempted)

    def test_who_wants_a_person(self):
        for text in (
            "person", "Human please", "an agent", "I'd like to talk to someone real",
            "Can you put me through to a colleague?", "Je voudrais parler à un conseiller",
            "un humain s'il vous plaît", "Ich möchte mit einem Menschen sprechen", "Mitarbeiter!",
            "Quiero hablar con una persona", "vorrei parlare con un operatore",
            "Ik wil met iemand praten",
        ):  # fmt: skip
            with self.subTest(text):
                self.assertTrue(wants_person(text))

    def test_who_only_speaks_of_persons(self):
        for text in (
            "What is the price per person?", "Is there a travel agent's discount?",
            "Do you have human hair wigs?", "Une personne peut entrer gratuitement ?",
            "Wie viele Mitarbeiter haben Sie?", "", "?",
        ):  # fmt: skip
            with self.subTest(text):
                self.assertFalse(wants_person(text))
