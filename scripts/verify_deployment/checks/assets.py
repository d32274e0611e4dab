"""The login page's style sheets and scripts arrive: without them it is a blank page."""

from __future__ import annotations

from html.parser import HTMLParser

from verify_deployment.address import BadAddress
from verify_deployment.check import Check, Fault, NotApplicable, Target
from verify_deployment.checks.login_page import PATH

STATIC = "/web/static/img/favicon.ico"
_TYPES = {"css": {"text/css"}, "js": {"text/javascript", "application/javascript"}}
_MOST = 30


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and "stylesheet" in (values.get("rel") or "").split():
            self.found.append(("css", values.get("href") or ""))
        elif tag == "script" and (source := values.get("src") or values.get("data-src")):
            self.found.append(("js", source))


def run(target: Target) -> str:
    visitor = target.visitor
    page = visitor.get(PATH)
    if page.status != 200:
        raise NotApplicable("there is no login page")
    links = _Links()
    links.feed(page.text)
    kinds = [kind for kind, _link in links.found]
    if not {"css", "js"} <= set(kinds):
        raise Fault("the login page has no style sheet or no script", "Is the module `web` whole?")
    for kind, link in links.found[:_MOST]:
        try:
            address, path = visitor.address.resolve(page.path, link)
        except BadAddress as error:
            raise Fault(f"{link[:80]!r}: {error}", "Who has changed the page?") from None
        if address.host != visitor.address.host:
            continue  # an icon font of somebody else's, say
        answer = visitor.get(path)
        if answer.status != 200 or not answer.body or answer.content_type not in _TYPES[kind]:
            raise Fault(
                f"{path} answers {answer.status}, {len(answer.body)} bytes, "
                f"{answer.content_type or 'no type'}",
                "Were attachments lost with a disk (ODOO_FILESTORE)? See the runtime log.",
            )
    static = visitor.get(STATIC)
    if static.status != 200 or "max-age" not in static.header("Cache-Control"):
        raise Fault(
            f"{STATIC} answers {static.status}, Cache-Control {static.header('Cache-Control')!r}",
            "nginx should serve static files; does it find Odoo's folder of addons?",
        )
    return f"{kinds.count('css')} style sheets and {kinds.count('js')} scripts arrive"


CHECK = Check("assets", run)
