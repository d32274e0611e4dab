"""Label sets that stay bounded, whatever visitors ask.

Plain Python. A label set that has been counted once is a time series for ever, here and in the
memory of Prometheus.
"""

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
OTHER = "other"
STATIC = "static"
UNMATCHED = "unmatched"


def method(name):
    """
    >>> method("GET"), method("BREW")
    ('GET', 'other')
    """
    return name if name in METHODS else OTHER


def status_class(line):
    """
    >>> status_class("404 NOT FOUND"), status_class(""), status_class("999 Hm")
    ('4xx', 'other', 'other')
    """
    return f"{line[0]}xx" if line[:1] in ("1", "2", "3", "4", "5") else OTHER


def route(rule, path):
    """The template of Odoo's rule; a word of ours where none has matched.

    >>> route("/web/image/<int:id>", "/web/image/7")
    '/web/image/<int:id>'
    >>> route(None, "/web/static/src/x.js"), route(None, "/wp-login.php")
    ('static', 'unmatched')
    """
    if rule:
        return rule
    module, _, rest = path[1:].partition("/")
    return STATIC if module and rest.startswith("static/") else UNMATCHED


def one_of(value, allowed):
    """
    >>> one_of("done", {"done"}), one_of("Dönè", {"done"}), one_of(["a"], {"done"})
    ('done', 'other', 'other')
    """
    return value if isinstance(value, str) and value in allowed else OTHER


class Bounded:
    """Which label sets there are: ``most`` of them, first come.

    >>> seen = Bounded(1)
    >>> seen.admits(("a", "GET")), seen.admits(("b", "GET")), seen.admits(("a", "GET"))
    (True, False, True)
    """

    def __init__(self, most, known=()):
        self._most = most
        self._known = set(known)

    def admits(self, labels):
        if labels in self._known:
            return True
        if len(self._known) >= self._most:
            return False
        self._known.add(labels)
        return True
