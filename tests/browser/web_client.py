"""What a person does in Odoo's web client, in a person's words."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, expect

# What Debian's Odoo package leaves out (mail/static/lib/selfie_segmentation), and what a browser
# says when nobody has clicked yet: neither is ours.
NOT_OURS = ("selfie_segmentation", "AudioContext", "favicon")


class WebClient:
    """One page. Remembers errors of the console and whether the page was loaded again."""

    def __init__(self, page: Page, screenshots: Path, pictures: Path | None = None) -> None:
        self.page = page
        self._screenshots, self._pictures = screenshots, pictures
        self.console_errors: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        page.set_default_timeout(30_000)

    def _on_console(self, message: ConsoleMessage) -> None:
        where = str(message.location.get("url", ""))
        words = f"{message.text} {where}"
        if message.type == "error" and not any(known in words for known in NOT_OURS):
            self.console_errors.append(words)

    def log_in(self, login: str, password: str) -> None:
        self.page.goto("/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".o_web_client .o_main_navbar")

    def open_vendor_bills(self) -> None:
        self.page.goto("/odoo/vendor-bills")
        self.page.wait_for_selector(".o_list_view .o_list_renderer")

    def forbid_reload(self) -> None:
        """From now on a reload of the page is noticed by `assert_not_reloaded`."""
        self.page.evaluate("window.notReloaded = true")

    def assert_not_reloaded(self) -> None:
        assert self.page.evaluate("window.notReloaded === true"), "the page was loaded again"

    def drop(self, name: str, data: bytes, mimetype: str) -> None:
        """Drag a file from the desktop over the list and let go of it."""
        transfer = self.page.evaluate_handle(
            """([name, mimetype, content]) => {
                const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], name, { type: mimetype }));
                return transfer;
            }""",
            [name, mimetype, base64.b64encode(data).decode()],
        )
        bills = ".o_list_view .o_list_renderer"
        self.page.dispatch_event(bills, "dragenter", {"dataTransfer": transfer})
        zone = self.page.wait_for_selector(".o_drop_area")
        assert zone
        zone.dispatch_event("dragover", {"dataTransfer": transfer})
        zone.dispatch_event("drop", {"dataTransfer": transfer})

    def upload(self, name: str, data: bytes, mimetype: str) -> None:
        """Choose a file with the Upload button's own file dialogue."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Upload").first.click()
        chooser.value.set_files({"name": name, "mimeType": mimetype, "buffer": data})

    def await_form(self) -> None:
        self.page.wait_for_selector(".o_form_view .o_field_widget[name=ref]")

    def banner(self) -> Locator:
        """The status of the reading, above the form."""
        return self.page.locator(".o_form_view .o_widget_ocr_document_status")

    def await_field(self, name: str, value: str, seconds: float) -> None:
        """Wait until the form's field shows `value`; nothing else is done meanwhile."""
        field = self.page.locator(f".o_form_view .o_field_widget[name={name}]").first
        box = field.locator("input").first
        if box.count():
            expect(box).to_have_value(value, timeout=seconds * 1000)
        else:
            expect(field).to_contain_text(value, timeout=seconds * 1000)

    def value(self, name: str) -> str:
        """What the form shows in a field, as a person reads it."""
        field = self.page.locator(f".o_form_view .o_field_widget[name={name}]").first
        box = field.locator("input").first
        text = box.input_value() if box.count() else field.inner_text()
        return " ".join(text.split())

    def lines(self) -> list[dict[str, str]]:
        """The bill's lines as shown: column name → text."""
        rows = self.page.locator(".o_field_widget[name=invoice_line_ids] .o_data_row")
        return rows.evaluate_all(
            """(rows) => rows.map((row) => Object.fromEntries(
                [...row.querySelectorAll("td.o_data_cell[name]")].map((cell) => [
                    cell.getAttribute("name"),
                    (cell.querySelector("input")?.value ?? cell.innerText).trim(),
                ])
            ))"""
        )

    def screenshot(self, name: str) -> Path:
        self._screenshots.mkdir(parents=True, exist_ok=True)
        path = self._screenshots / f"{name}.png"
        try:
            self.page.screenshot(path=path)
        except Error as error:  # a crashed page must not hide why it crashed
            print(f"no screenshot {path.name}: {error.message}")
        return path

    def picture(self, name: str) -> None:
        """Write the documentation's screenshot of that name, if these were asked for."""
        if self._pictures:
            self._pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self._pictures / f"{name}.png")

    def at_width(self, width: int, height: int = 844) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(600)
