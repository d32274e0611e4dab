"""The platform addon without Odoo: what it reads of the kernel."""
