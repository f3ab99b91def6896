"""The page as a reader uses it: what to click, type and look at, for any browser test."""

from typing import Any


class ChatPage:
    """Wraps a Playwright page that is showing the chat. Waits are in milliseconds."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, expect: str = ".rp-welcome") -> "ChatPage":
        """Load the page and wait until it can be used."""
        self.page.goto(self.url)
        self.page.wait_for_selector(expect, timeout=30_000)
        self.page.wait_for_selector("#rp-question textarea")
        return self

    @property
    def box(self) -> Any:
        """The question box."""
        return self.page.locator("#rp-question textarea")

    @property
    def turns(self) -> Any:
        """Every turn of the conversation."""
        return self.page.locator(".rp-turn")

    @property
    def last(self) -> Any:
        """The newest turn."""
        return self.turns.last

    @property
    def sentences(self) -> Any:
        """The written sentences of the newest turn."""
        return self.last.locator(".rp-s")

    @property
    def quotes(self) -> Any:
        """The verbatim quotations of the newest turn."""
        return self.last.locator(".rp-quote")

    @property
    def cards(self) -> Any:
        """The source cards of the newest turn."""
        return self.last.locator(".rp-card")

    @property
    def dialog(self) -> Any:
        """The opened statement."""
        return self.page.locator("#rp-dialog")

    def ask(self, question: str) -> None:
        """Type a question and press Enter; does not wait for the answer."""
        before = self.turns.count()
        self.box.fill(question)
        self.box.press("Enter")
        self.turns.nth(before).wait_for(timeout=15_000)

    def finished(self, timeout: float = 60_000) -> None:
        """Wait until the newest turn is no longer being worked on."""
        self.last.locator("xpath=self::*[@aria-busy='false']").wait_for(timeout=timeout)

    def marker(self, number: int, sentence: int = 0) -> Any:
        """The superscript ``number`` of a written sentence (0-based) of the newest turn."""
        return self.last.locator(f'.rp-marker[data-key="s{sentence}"][data-marker="{number}"]').first

    def card(self, number: int) -> Any:
        """The card of source ``number`` in the newest turn."""
        return self.last.locator(f'.rp-card[data-marker="{number}"]')

    def marked(self, number: int) -> list[str]:
        """The words marked in card ``number``, in order."""
        return [str(text) for text in self.card(number).locator("mark.on").all_inner_texts()]

    def tab(self, name: str) -> None:
        """Switch to Ask, Search or Library."""
        self.page.get_by_role("tab", name=name).click()

    def overflow(self) -> int:
        """How many pixels the page is wider than its window; 0 when nothing scrolls sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))
