"""The login page's style sheets and scripts arrive: without them it is a blank page."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

from verify_deployment.address import Address, BadAddress
from verify_deployment.check import Check, Fault, NotApplicable, Target
from verify_deployment.checks.login_page import PATH

STATIC = "/web/static/img/favicon.ico"
_TYPES = {"css": {"text/css"}, "js": {"text/javascript", "application/javascript"}}
_MOST = 30
_LONGEST = 256 << 10
"""Characters of a page that are looked through for links; Odoo's has some thousands."""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and "stylesheet" in (values.get("rel") or "").lower().split():
            self.found.append(("css", values.get("href") or ""))
        elif tag == "script" and (source := values.get("src") or values.get("data-src")):
            self.found.append(("js", source))


def run(target: Target) -> str:
    visitor = target.visitor
    page = visitor.get(PATH)
    links = _Links()
    links.feed(page.text[:_LONGEST])
    if not {"css", "js"} <= {kind for kind, _link in links.found}:
        raise Fault("the login page has no style sheet or no script", "Is the module `web` whole?")
    arrived: Counter[str] = Counter()
    elsewhere = []
    for kind, link in links.found[:_MOST]:
        try:
            address, path = page.address.resolve(page.path, link)
        except BadAddress as error:
            raise Fault(f"{link[:80]!r}: {error}", "Who has changed the page?") from None
        if (page.address.scheme, address.scheme) == ("https", "http"):
            raise Fault(
                f"the login page asks for {address}{path}, which browsers refuse on an https page",
                "Does what stands before the app say that the visitor came by https "
                "(X-Forwarded-Proto, TRUSTED_PROXIES)?",
            )
        if address.host != visitor.address.host:
            elsewhere.append(address)
            continue
        _ask(target, address, path, kind)
        arrived[kind] += 1
    _ask_for_static_file(target)
    if not arrived:
        raise NotApplicable(f"all links of the login page lead elsewhere: {_names(elsewhere)}")
    words = f"style sheets: {arrived['css']}, scripts: {arrived['js']}"
    if elsewhere:
        words += f"; not asked, because elsewhere: {len(elsewhere)} at {_names(elsewhere)}"
    if len(links.found) > _MOST:
        words += f"; not asked, because too many: {len(links.found) - _MOST}"
    return words


def _ask(target: Target, address: Address, path: str, kind: str) -> None:
    answer = target.visitor.get(path, address=address)
    if answer.status != 200 or not answer.body or answer.content_type not in _TYPES[kind]:
        shown = path if address == target.visitor.address else f"{address}{path}"
        raise Fault(
            f"{shown} answers {answer.status}, {len(answer.body)} bytes, "
            f"{answer.content_type or 'no type'}",
            "Were attachments lost with a disk (ODOO_FILESTORE)? See the runtime log.",
        )


def _ask_for_static_file(target: Target) -> None:
    static = target.visitor.get(STATIC)
    if static.status != 200 or "max-age" not in static.header("Cache-Control"):
        raise Fault(
            f"{STATIC} answers {static.status}, Cache-Control {static.header('Cache-Control')!r}",
            "nginx should serve static files; does it find Odoo's folder of addons?",
        )


def _names(addresses: list[Address]) -> str:
    return ", ".join(sorted({str(address) for address in addresses}))


CHECK = Check("assets", run, needs="login page")
