"""What a person does in the AI panel, and reads there."""

from __future__ import annotations

import base64

from playwright.sync_api import Locator, expect

from .web_client import WebClient


class AiPanel:
    """Beside the page of a `WebClient`."""

    def __init__(self, web: WebClient) -> None:
        self.page = web.page
        self.root = self.page.locator(".o_ai_panel")
        self.box = self.root.get_by_label("Your question")
        self.title = self.root.locator(".o_ai_title")
        self.where = self.root.locator(".o_ai_where")
        self.problem = self.root.locator(".o_ai_problem")

    def open_record(self, model: str, record_id: int) -> None:
        self.page.goto(f"/odoo/{model}/{record_id}")
        self.page.wait_for_selector(".o_form_view .o_ai_chatter")

    def open_list(self, model: str) -> None:
        self.page.evaluate(
            """(model) => odoo.__WOWL_DEBUG__.root.env.services.action.doAction(
                { type: "ir.actions.act_window", res_model: model, views: [[false, "list"]] },
                { clearBreadcrumbs: true }
            )""",
            model,
        )
        self.page.wait_for_selector(".o_list_view .o_data_row")

    def open(self) -> None:
        """From the bar at the top."""
        self.page.locator(".o_ai_systray button").click()
        expect(self.root).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def ask(self, question: str) -> None:
        asked = self.root.locator(".o_ai_run")
        before = asked.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(asked).to_have_count(before + 1)

    def attach(self, name: str, data: bytes, mimetype: str) -> None:
        """By the paper clip's dialogue."""
        with self.page.expect_file_chooser() as chooser:
            self.button("Attach files").click()
        chooser.value.set_files({"name": name, "mimeType": mimetype, "buffer": data})

    def paste(self, name: str, data: bytes, mimetype: str) -> None:
        """As from the clipboard, into the box."""
        self._hand_over(self.box, "paste", name, data, mimetype)

    def drop(self, name: str, data: bytes, mimetype: str) -> None:
        """Drag a file from the desktop over the panel, and let go of it."""
        talk = self.root.locator(".o_ai_talk")
        self._hand_over(talk, "dragover", name, data, mimetype)
        expect(self.root.locator(".o_ai_drop")).to_be_visible()
        self._hand_over(talk, "drop", name, data, mimetype)

    def _hand_over(self, to: Locator, event: str, name: str, data: bytes, mimetype: str) -> None:
        to.evaluate(
            """(element, [event, name, mimetype, content]) => {
                const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], name, { type: mimetype }));
                const options = { bubbles: true, cancelable: true };
                element.dispatchEvent(
                    event === "paste"
                        ? new ClipboardEvent(event, { ...options, clipboardData: transfer })
                        : new DragEvent(event, { ...options, dataTransfer: transfer })
                );
            }""",
            [event, name, mimetype, base64.b64encode(data).decode()],
        )

    def await_file(self, name: str, state: str = "ready") -> Locator:
        """A file of the next question."""
        file = self.root.locator(".o_ai_footer .o_ai_file", has_text=name)
        expect(file).to_have_attribute("data-state", state, timeout=20_000)
        return file

    def answer(self) -> Locator:
        """The latest answer."""
        return self.root.locator(".o_ai_answer").last

    def await_state(self, state: str) -> None:
        expect(self.root.locator(".o_ai_run").last).to_have_attribute("data-state", state)
