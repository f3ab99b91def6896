"""Tokens are known by their hash only, and end when they are revoked."""

import stat
from pathlib import Path

import pytest

from access.file import FILE, access_file
from access.tokens import Tokens
from core.errors import UsageError


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(access_file(tmp_path))


def test_a_token_is_known_until_it_is_revoked(tokens: Tokens) -> None:
    report, other = tokens.new("report"), tokens.new("other")
    assert tokens.named(report) == "report"
    tokens.revoke("report")
    assert tokens.named(report) == ""
    assert tokens.named(other) == "other"


@pytest.mark.parametrize("shown", ["", "rpt_", "report", "rpt_" + "A" * 43])
def test_what_was_never_given_out_names_nobody(tokens: Tokens, shown: str) -> None:
    tokens.new("report")
    assert tokens.named(shown) == ""


def test_the_file_holds_no_token_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = Tokens(access_file(tmp_path)).new("report")
    for path in tmp_path.iterdir():
        assert made.encode() not in path.read_bytes()
        assert made.removeprefix("rpt_").encode() not in path.read_bytes()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_list_says_when_a_token_was_used(tokens: Tokens) -> None:
    made = tokens.new("report")
    assert [(one.name, one.used) for one in tokens.listed()] == [("report", "")]
    tokens.named(made)
    (one,) = tokens.listed()
    assert one.used == one.made


def test_a_name_that_is_taken_or_is_none_is_refused(tokens: Tokens) -> None:
    tokens.new("report")
    for name in ("report", "", "two words", "x" * 61):
        with pytest.raises(UsageError):
            tokens.new(name)
    with pytest.raises(UsageError, match="rapporteur token list"):
        tokens.revoke("another")


def test_two_processes_share_them(tmp_path: Path) -> None:
    made = Tokens(access_file(tmp_path)).new("report")
    serving = Tokens(access_file(tmp_path))
    assert serving.named(made) == "report"
    Tokens(access_file(tmp_path)).revoke("report")
    assert serving.named(made) == ""
