"""The series of Odoo that everything here is about."""

SERIES = "19.0"
