"""A mail that passes on a statement is that statement: not the note above it, nor what programs add."""

from email.message import EmailMessage

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand

GAZETTEER = Gazetteer.load()
WORDS = (
    "Chair,",
    "Norway thanks the Director General for the report before us and for the work of the Secretariat.",
    "Norway does not support a reduction of the budget for verification.",
)
STATEMENT = "Statement by Norway\nBoard of Governors, 8-12 June 2020\n\n" + "\n\n".join(WORDS)
NOTE = "Dear all,\n\nPlease find below what was said last week. Grateful for circulation.\n\nBest,\nKim\n\n"
BELOW = (
    "\n\n________________\nThis message is confidential. If you are not the intended recipient please delete"
    " it.\n"
)


def read(
    text: str, subject: str = "FW: Statement by Norway - IAEA Board of Governors", html: bool = False
) -> Statement:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Desk <d@example.org>", "list@example.org", subject
    mail["Date"] = "Mon, 15 Jun 2020 09:15:00 +0200"
    if html:
        mail.set_content(text, subtype="html")
    else:
        mail.set_content(text)
    return understand(mail.as_bytes(), "a.eml", GAZETTEER)


def words(statement: Statement) -> list[str]:
    return [paragraph.text for paragraph in statement.paragraphs]


OUTLOOK = (
    "-----Original Message-----\nFrom: Mission <m@example.org>\nSent: Wednesday, 10 June 2020 18:02\n"
    "To: Desk\nSubject: Statement by Norway - IAEA Board of Governors\n\n"
)
GMAIL = (
    "---------- Forwarded message ---------\nFrom: Mission <m@example.org>\nDate: Wed, 10 Jun 2020 at 18:02\n"
    "Subject: Statement by Norway - IAEA Board of Governors\nTo: Desk <d@example.org>\n\n\n"
)
APPLE = (
    "Begin forwarded message:\n\n> From: Mission <m@example.org>\n> Date: 10 June 2020\n> To: Desk\n"
    "> Subject: Statement by Norway - IAEA Board of Governors\n>\n"
)
PLAIN = "From: Mission\nSent: 10 June 2020\nTo: Desk\nCc: list\nSubject: Statement by Norway - IAEA\n\n"
FRENCH = "De : Mission\nEnvoyé : mercredi 10 juin 2020\nÀ : Desk\nObjet : Statement by Norway - IAEA\n\n"
JAPANESE = (
    "-----元のメッセージ-----\n差出人: 代表部\n送信日時: 2020年6月10日\n宛先: 課\n"
    "件名: Statement by Norway - IAEA\n\n"
)


@pytest.mark.parametrize("header", [OUTLOOK, GMAIL, APPLE, PLAIN, FRENCH, JAPANESE])
@pytest.mark.parametrize("quote", ["", "> "])
@pytest.mark.parametrize(
    "below", ["", BELOW, "\n\n-- \nKim Li\nDesk officer\n", "\n\nSent from my phone: excuse this mail."]
)
def test_the_statement_that_was_passed_on_is_read(header: str, quote: str, below: str) -> None:
    quoted = "\n".join(f"{quote}{line}" for line in STATEMENT.split("\n"))
    found = read(NOTE + header + quoted + below)
    assert words(found) == list(WORDS)
    assert found.delegation == "NOR"
    assert found.date in ("2020-06-08", "2020-06-10")
    assert any("passed on" in notice for notice in found.notices)


def test_a_forum_in_the_subject_counts() -> None:
    assert read(NOTE + OUTLOOK + STATEMENT).forum == "IAEA Board of Governors"


def test_what_was_forwarded_twice_is_read_once() -> None:
    found = read(NOTE + GMAIL + "See below. Regards, A.\n\n" + OUTLOOK + STATEMENT)
    assert words(found) == list(WORDS)


def test_the_day_of_forwarding_is_never_the_date() -> None:
    header = "-----Original Message-----\nFrom: Mission\nTo: Desk\nSubject: Our statement\n\n"
    assert read(f"{NOTE}{header}{WORDS[1]}\n\n{WORDS[2]}\n").date == ""
    assert read(f"{NOTE}{OUTLOOK}{WORDS[1]}\n\n{WORDS[2]}\n").date == "2020-06-10"
    assert read(f"{WORDS[1]}\n\n{WORDS[2]}\n", subject="Our statement").date == "2020-06-15"


def test_a_page_that_was_forwarded_keeps_its_headings() -> None:
    found = read(
        "<p>Dear all,</p><p>See below.</p><hr><div><b>From:</b> Mission<br><b>Sent:</b> 10 June 2020<br>"
        "<b>To:</b> Desk<br><b>Subject:</b> Statement by Norway</div><h2>Statement by Norway</h2>"
        f"<h3>Verification</h3><p>{WORDS[1]}</p><p>{WORDS[2]}</p>",
        html=True,
    )
    assert words(found) == list(WORDS[1:])
    assert found.paragraphs[0].section == "Verification"


def test_a_reply_that_says_more_than_it_answers_is_what_is_read() -> None:
    found = read(
        f"{STATEMENT}\n\n{OUTLOOK}Could you send us your statement of last week, please? We need it.",
        "RE: yours",
    )
    assert words(found) == list(WORDS)


def test_an_answer_to_a_quoted_statement_is_not_the_statement() -> None:
    quoted = "\n".join(f"> {line}" for line in STATEMENT.split("\n"))
    found = read(
        f"Thanks, noted.\n\nOn Wed, 10 Jun 2020 at 18:02, Mission <m@example.org> wrote:\n{quoted}\n",
        "RE: yours",
    )
    assert words(found) == list(WORDS)


def test_a_message_that_is_attached_is_read() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Mission <m@example.org>", "Statement by Norway"
    inner["Date"] = "Wed, 10 Jun 2020 18:02:00 +0200"
    inner.set_content(f"{WORDS[1]}\n\n{WORDS[2]}\n")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Desk <d@example.org>", "FW: as discussed"
    outer["Date"] = "Mon, 15 Jun 2020 09:15:00 +0200"
    outer.set_content("Please see the attached message.\n")
    outer.add_attachment(inner)
    found = understand(outer.as_bytes(), "a.eml", GAZETTEER)
    assert words(found) == list(WORDS[1:])
    assert (found.title, found.date) == ("Statement by Norway", "2020-06-10")


def test_a_note_above_a_rule_is_left_out() -> None:
    found = read(f"{NOTE}=========\n\n{STATEMENT}\n", subject="For information")
    assert words(found) == list(WORDS)


@pytest.mark.parametrize(
    "last",
    [
        "Norway treats the report as confidential.",
        "We delete paragraph 9, which was included in error.",
        "From: the outset, we said so.",
        "To: whom it may concern.",
    ],
)
def test_words_of_the_statement_that_sound_like_a_mail_stay(last: str) -> None:
    assert words(read(f"{STATEMENT}\n\n{last}\n", subject="Statement by Norway"))[-1] == last


def test_a_note_above_a_text_that_is_quoted_to_its_end_is_left_out() -> None:
    body = "Here it is.\n\n> STATEMENT BY GABON\n>\n> Gabon asks that the forests be counted once more.\n"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Re: the text"
    message.set_content(body)
    said = words(understand(message.as_bytes(), "a.eml", Gazetteer.load()))
    assert not any("Here it is" in one for one in said)
    assert any("counted once more" in one for one in said)
