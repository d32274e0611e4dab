"""What is healthy, and how that is said: the parts that need no Odoo."""
