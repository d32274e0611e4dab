"""The native set-up behind the Makefile: Odoo, PostgreSQL and OCR without Docker, without root.

Standard library only: it runs on a fresh machine, before anything is installed.
"""
