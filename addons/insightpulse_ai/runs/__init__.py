"""What a run is made of while it runs: plain Python, no ORM.

``turns`` who may ask now, people before jobs; ``running`` how a run that is under way is stopped;
``answering`` a chat in a thread of its own; ``acting`` an agent's steps; ``events`` what the
browser is sent; ``stream`` all of it, one run's life; ``told`` how it ended, for whoever counts.
"""
