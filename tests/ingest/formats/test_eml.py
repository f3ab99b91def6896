import base64
import random
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.formats import read_document
from ingest.formats.eml import read_eml

PROSE = "Japan reaffirms that existing international law, including the Charter, applies in cyberspace. "
PROSE_JA = "我が国は、サイバー空間における法の支配を重視し、既存の国際法が適用されることを再確認します。"


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Mission <mission@example.org>"
    message["Date"] = "Tue, 01 Dec 2020 23:30:00 +0900"
    for name, value in headers.items():
        message[name] = value
    return message


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_eml(data, "mail.eml")
    return str(refused.value)


def test_the_text_the_subject_and_the_day_it_was_sent() -> None:
    message = mail(Subject="Re: FW: Statement by Japan — élan")
    message.set_content(PROSE + "\n\nSecond paragraph.\n")
    document = read_eml(bytes(message), "mail.eml")
    assert document.text == f"{PROSE}\n\nSecond paragraph."
    assert dict(document.properties) == {"title": "Statement by Japan — élan", "date": "2020-12-01"}
    assert document.notices == ()


@pytest.mark.parametrize("codec", ["iso2022_jp", "cp932", "euc_jp", "utf-8"])
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
def test_japanese_mail_is_read_as_declared(codec: str, transfer: str) -> None:
    charset = {"iso2022_jp": "ISO-2022-JP", "cp932": "Shift_JIS", "euc_jp": "EUC-JP"}.get(codec, codec)
    body = PROSE_JA.encode(codec)
    if transfer == "base64":
        body = base64.encodebytes(body)
    elif transfer == "quoted-printable":
        body = "".join(f"={byte:02X}" for byte in body).encode()
        body = b"=\r\n".join(body[at : at + 72] for at in range(0, len(body), 72))
    word = base64.b64encode("声明".encode(codec)).decode()
    head = (
        f"Subject: =?{charset}?B?{word}?=\r\n =?{charset}?B?{word}?=\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    document = read_eml(head.encode() + body, "mail.eml")
    assert (document.text, dict(document.properties)) == (PROSE_JA, {"title": "声明声明"})


@pytest.mark.parametrize("codec", ["iso2022_jp", "cp932", "utf-8"])
def test_japanese_that_declares_nothing_is_read_by_its_bytes(codec: str) -> None:
    source = f"Subject: 国連における日本の声明について\r\nFrom: x@example.org\r\n\r\n{PROSE_JA}"
    document = read_eml(source.encode(codec), "mail.eml")
    assert document.text == PROSE_JA
    assert document.properties["title"] == "国連における日本の声明について"


def test_plain_text_is_preferred_to_html() -> None:
    message = mail()
    message.set_content(PROSE * 5)
    message.add_alternative(f"<p>HTML {PROSE * 5}</p>", subtype="html")
    assert read_eml(bytes(message), "mail.eml").text == PROSE * 5


@pytest.mark.parametrize("plain", ["", "\n  \n", "Please view this message as HTML."])
def test_html_is_read_where_the_plain_text_says_nothing(plain: str) -> None:
    message = mail()
    message.set_content(plain)
    message.add_alternative(
        f"<html><style>x</style><body><h1>Title</h1><p>{PROSE * 5}</p></body></html>", subtype="html"
    )
    document = read_eml(bytes(message), "mail.eml")
    assert document.text == f"Title\n\n{(PROSE * 5).strip()}"
    assert document.headings == frozenset([0])


def test_html_in_the_charset_that_its_part_declares() -> None:
    body = f"<p>{PROSE_JA}</p>".encode("cp932")
    head = b"Subject: x\r\nContent-Type: text/html; charset=Shift_JIS\r\n\r\n"
    assert read_eml(head + body, "mail.eml").text == PROSE_JA


def test_attachments_are_named_and_not_read() -> None:
    message = mail()
    message.set_content(PROSE)
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../声明.pdf")
    document = read_eml(bytes(message), "mail.eml")
    assert document.text == PROSE
    assert document.notices == ("1 attachment was not read: 声明.pdf; save it and add it by itself.",)
    message.add_attachment("PLANTED", filename="notes.txt")
    message.add_attachment(mail(Subject="inner"))
    document = read_eml(bytes(message), "mail.eml")
    assert "PLANTED" not in document.text
    assert document.notices == (
        "3 attachments were not read: 声明.pdf, notes.txt, a message; save them and add them by themselves.",
    )


def test_a_mail_with_nothing_but_an_attachment_says_so() -> None:
    message = mail()
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    assert refusal(bytes(message)) == "mail.eml holds no text, only a.pdf; save that and add it by itself."


def test_flowed_lines_are_joined() -> None:
    head = b"Content-Type: text/plain; format=flowed\r\n\r\n"
    source = head + b"A long \r\nline.\r\n\r\n> quoted \r\nfrom.\r\n-- \r\nMe"
    assert read_eml(source, "mail.eml").text == "A long line.\n\nquoted from."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b" \r\n", "is empty"),
        (b"This is no mail.\r\n\r\nAt all.", "does not begin with a mail's header"),
        (b"Subject: x\r\n\r\n", "holds no text; check that it is the file you meant"),
        (b"Content-Type: application/pkcs7-mime\r\n\r\nx", "is encrypted"),
    ],
)
def test_what_is_not_a_mail_with_text_is_refused(data: bytes, says: str) -> None:
    assert says in refusal(data)


@pytest.mark.parametrize(
    "date", ["garbage", "", "Tue, 99 Dec 2020 23:30:00 +0900", "1 Jan 99999999999", "=?x?q?=?="]
)
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    assert "date" not in read_eml(f"Subject: x\nDate: {date}\n\n{PROSE}".encode(), "x").properties


@pytest.mark.slow
def test_parts_within_parts_without_end_are_refused() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(1200)
    )
    assert "nested too deeply" in refusal(b"MIME-Version: 1.0\r\n" + deep + b"\r\nhello")


def test_a_mail_without_an_ending_is_recognised() -> None:
    source = f"From: x@example.org\r\nTo: y@example.org\r\nSubject: z\r\n\r\n{PROSE}"
    assert read_document(source.encode(), "message").text == PROSE


def check(data: bytes) -> None:
    try:
        document = read_eml(data, "mail.eml")
    except UnreadableError:
        return
    assert document.text.strip()


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "base64", "quoted-printable", "x-uuencode", "7bit"]),
    st.binary(max_size=40),
)
def test_any_bytes_are_read_or_refused(body: bytes, transfer: str, header: bytes) -> None:
    check(header + body)
    head = f"Content-Transfer-Encoding: {transfer}\r\nContent-Type: text/plain; charset="
    check(b"Subject: " + header + b"\r\n" + head.encode() + header + b"\r\n\r\n" + body)


def test_a_mail_cut_off_or_damaged_anywhere_is_read_or_refused() -> None:
    message = mail(Subject="声明")
    message.set_content(PROSE_JA)
    message.add_alternative(f"<p>{PROSE_JA}</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="声明.pdf")
    source = bytes(message)
    dice = random.Random(1)
    for _ in range(80):
        check(source[: dice.randrange(len(source))])
        damaged = bytearray(source)
        for _ in range(10):
            damaged[dice.randrange(len(source))] = dice.randrange(256)
        check(bytes(damaged))
