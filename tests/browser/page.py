"""The page as a reader uses it: what to click, type and look at, for any browser test."""

from typing import Any

# Elements whose text has less than 4.5 : 1 against what is behind it.
CONTRAST = """() => {
  const lum = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const rgb = (s) => s.match(/[\\d.]+/g).map(Number);
  const back = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  const low = [];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.offsetParent || e.closest(":disabled, script, style, noscript")) continue;
    const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(back(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([e.className || e.tagName, e.textContent.trim().slice(0, 30), ratio.toFixed(2)].join(" | "));
  }
  return low;
}"""  # noqa: E501 - one script, as the browser takes it


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
        """The dialog, once it is open and holds what it is to show."""
        return self.page.locator("#rp-dialog[open]")

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
        """Switch to a tab."""
        self.page.get_by_role("tab", name=name).click()

    def overflow(self) -> int:
        """How many pixels the page is wider than its window; 0 when nothing scrolls sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def low_contrast(self) -> list[str]:
        """What is written too faintly to read: class, words and ratio of each."""
        return [str(item) for item in self.page.evaluate(CONTRAST)]

    # The Library tab.

    def library(self) -> "ChatPage":
        """Open the Library tab."""
        self.tab("Library")
        self.page.wait_for_selector(".rp-drop")
        return self

    @property
    def rows(self) -> Any:
        """The statements listed."""
        return self.page.locator("#rp-library tr[data-row]")

    def row(self, words: str) -> Any:
        """The one listed statement with these words."""
        return self.rows.filter(has_text=words)

    @property
    def outcomes(self) -> Any:
        """What became of each item of the last run."""
        return self.page.locator(".rp-outcome")

    @property
    def header(self) -> Any:
        """The line that counts the library."""
        return self.page.locator(".rp-lib")

    def choose(self, *files: tuple[str, bytes]) -> None:
        """Add files through the file chooser, as (name, bytes)."""
        payload = [{"name": name, "mimeType": "", "buffer": data} for name, data in files]
        self.page.locator('[data-pick="files"]').set_input_files(payload)

    def drop(self, *files: tuple[str, str]) -> None:
        """Drop text files on the page, as (name, text)."""
        transfer = self.page.evaluate_handle(
            """(files) => { const transfer = new DataTransfer();
            for (const [name, text] of files) transfer.items.add(new File([text], name));
            return transfer; }""",
            [list(pair) for pair in files],
        )
        for event in ("dragenter", "dragover", "drop"):
            self.page.locator("#rp-library").dispatch_event(event, {"dataTransfer": transfer})

    def added(self, timeout: float = 20_000) -> str:
        """Wait for the run to end; its summary."""
        self.page.wait_for_selector("[data-slot=summary] p", timeout=timeout)
        return str(self.page.locator("[data-slot=summary]").inner_text())
