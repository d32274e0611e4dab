"""What a person does in the dialogue of a text, and how they get there."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from .web_client import WebClient


class AiWriting:
    """Over the page of a `WebClient`."""

    def __init__(self, web: WebClient) -> None:
        self.page = web.page
        self.root = self.page.locator(".o_ai_writing")
        self.before = self.root.locator(".o_ai_text_now")
        self.after = self.root.locator(".o_ai_text_new")
        self.instruction = self.root.locator(".o_ai_instruction")
        self.lost = self.root.locator(".o_ai_lost")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def select_all(self, editor: Locator) -> None:
        editor.click()
        editor.press("Control+a")

    def choose(self, task: str) -> None:
        """From the editor's toolbar, which shows on a selection."""
        self.page.locator(".o-we-toolbar .o_ai_toolbar").click()
        self.page.locator(".o_ai_menu_task", has_text=task).click()
        expect(self.root).to_be_visible()

    def open_by_slash(self, editor: Locator) -> None:
        editor.press_sequentially("/ai")
        command = self.page.locator(".o-we-powerbox .o-we-command", has_text="Write with AI")
        expect(command).to_be_visible()
        editor.press("Enter")
        expect(self.instruction).to_be_focused()

    def await_done(self) -> None:
        expect(self.after).to_have_attribute("data-state", "done", timeout=20_000)
