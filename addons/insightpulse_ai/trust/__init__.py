"""What keeps a record of questions in bounds: plain Python, no ORM.

``numbers``    whether digits are an account's or a card's
``patterns``   what is personal in a text, and which expressions may be searched for
``redaction``  texts without it, for ever or until an answer gets it back
``veiled``     a provider that is told only such
``around``     what is put around a provider
``days``       when a day begins
"""
