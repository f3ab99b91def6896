"""Two people sign in to a shared page in a real browser, and see their own conversations only."""

from pathlib import Path
from typing import Any

import argon2
import pytest

import ui
from access.file import access_file
from access.people import People
from access.sessions import Sessions
from access.users import Users
from tests.ui.scripted import BINDING, ScriptedAsker

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


def test_people_sign_in_ask_and_find_their_own_conversations_only(browser: Any, tmp_path: Path) -> None:
    file = access_file(tmp_path)
    users = Users(file, argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name in ("akiko", "omar"):
        users.add(name, PASSWORD)
    served = ui.launch(ui.build(ScriptedAsker()), port=0, people=People(users, Sessions(file)))
    context = browser.new_context()
    page = context.new_page()

    def sign_in(name: str) -> None:
        page.goto(served.url)
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_selector(".rp-welcome", timeout=30_000)
        assert name in page.inner_text(".rp-person")

    try:
        sign_in("akiko")
        page.fill("#rp-question textarea", BINDING)
        page.press("#rp-question textarea", "Enter")
        page.wait_for_selector(".rp-turn >> text=no need for a new legally binding", timeout=30_000)
        page.goto(served.url)
        page.wait_for_selector(".rp-welcome", timeout=30_000)
        assert page.locator(".rp-welcome [data-act=reopen]").count() == 1
        page.click(".rp-person button")
        page.wait_for_selector("input[name=password]")
        sign_in("omar")
        assert page.locator(".rp-welcome [data-act=reopen]").count() == 0
    finally:
        context.close()
        served.close()
