"""Files that people hand to a model, made into what it can read: plain Python, no ORM.

``kinds`` what a file is, by its content; ``pictures`` images, made anew and small; ``texts`` plain
text; ``pdf`` the text layer of a PDF, read by ``pdf_child`` in a process of its own; ``names`` what
a file is called; ``refused`` why one is not taken.
"""
