"""Sample documents with their truth, rendered by this project's own code.

Every company, person, number and price is invented; VAT numbers and IBANs carry valid check
digits. The same call writes the same bytes: nothing depends on the clock or on chance.
"""
