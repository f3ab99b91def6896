"""Passwords, sessions and the wait after wrong ones."""

from pathlib import Path

import argon2
import pytest

from access.file import access_file
from access.lockout import Lockout
from access.people import People
from access.plain_file import read_logins
from access.sessions import IDLE_S, LONGEST_S, Sessions
from access.users import SHORTEST, Users
from core.errors import UsageError
from core.sqlite_file import SqliteFile

CHEAP = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> SqliteFile:
    return access_file(tmp_path)


@pytest.fixture
def users(file: SqliteFile) -> Users:
    made = Users(file, CHEAP)
    made.add("akiko", PASSWORD)
    return made


def test_a_password_is_verified_and_stands_nowhere(users: Users, tmp_path: Path) -> None:
    assert users.verify("akiko", PASSWORD)
    assert not users.verify("akiko", PASSWORD + " ")
    assert not users.verify("omar", PASSWORD)
    assert not users.verify("omar", "nobody")
    for path in tmp_path.iterdir():
        assert PASSWORD.encode() not in path.read_bytes()


def test_the_default_is_argon2id(file: SqliteFile) -> None:
    Users(file).add("akiko", PASSWORD)
    with file.reading() as connection:
        (hashed,) = connection.execute("SELECT argon2 FROM users").fetchone()
    assert hashed.startswith("$argon2id$v=19$m=65536,")


@pytest.mark.parametrize(
    ("name", "password"),
    [("", PASSWORD), ("a b", PASSWORD), ("x" * 61, PASSWORD), ("omar", "x" * (SHORTEST - 1)), ("omar", "")],
)
def test_a_name_or_password_that_cannot_be_is_refused(users: Users, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        users.add(name, password)
    assert [user.name for user in users.listed()] == ["akiko"]


def test_a_session_ends_when_the_user_goes_gets_another_password_or_signs_out(
    users: Users, file: SqliteFile
) -> None:
    sessions = Sessions(file)
    for end in (
        lambda cookie: users.remove("akiko"),
        lambda cookie: users.add("akiko", PASSWORD * 2),
        sessions.end,
        lambda cookie: sessions.end_all("akiko"),
    ):
        users.add("akiko", PASSWORD)
        cookie = sessions.begin("akiko")
        assert sessions.user(cookie) == "akiko"
        end(cookie)
        assert sessions.user(cookie) == ""


def test_a_session_ends_by_itself(users: Users, file: SqliteFile) -> None:
    clock = Clock()
    sessions = Sessions(file, clock)
    idle, used = sessions.begin("akiko"), sessions.begin("akiko")
    for _ in range(int(LONGEST_S // (IDLE_S / 2))):
        clock.now += IDLE_S / 2
        assert sessions.user(used) == "akiko"
    assert sessions.user(idle) == ""
    clock.now += IDLE_S / 2
    assert sessions.user(used) == ""


def test_a_cookie_that_was_made_up_or_changed_is_nobodys(users: Users, file: SqliteFile) -> None:
    sessions = Sessions(file)
    cookie = sessions.begin("akiko")
    value, _, signature = cookie.partition(".")
    changed = (f"{value}x.{signature}", f"{value}.{signature}0", f"{value}.{signature[::-1]}")
    for wrong in ("", ".", value, f"{value}.", f".{signature}", *changed):
        assert sessions.user(wrong) == ""
    assert sessions.user(f"{value}.é") == ""
    assert Sessions(file).user(cookie) == "akiko"  # the server may start again


def test_after_five_wrong_passwords_a_name_waits_and_the_wait_doubles() -> None:
    clock = Clock()
    lockout = Lockout(5, 30, 900, clock)
    waits = []
    for _ in range(12):
        lockout.failed("akiko")
        waits.append(lockout.wait("akiko"))
        clock.now += waits[-1]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]
    assert lockout.wait("omar") == 0
    clock.now += 901
    lockout.failed("akiko")
    assert lockout.wait("akiko") == 0


def test_the_right_password_is_refused_while_a_name_waits(users: Users, file: SqliteFile) -> None:
    people = People(users, Sessions(file))
    for at in range(6):
        assert people.sign_in("akiko", "wrong", f"192.0.2.{at}").cookie == ""
    refused = people.sign_in("akiko", PASSWORD, "198.51.100.1")
    assert refused.cookie == ""
    assert 0 < refused.wait <= 30


def test_one_address_cannot_try_many_names(users: Users, file: SqliteFile) -> None:
    people = People(users, Sessions(file))
    tried = [people.sign_in(f"name{at}", "wrong", "192.0.2.1") for at in range(30)]
    assert any(attempt.wait for attempt in tried)
    assert people.sign_in("akiko", PASSWORD, "192.0.2.1").cookie == ""
    assert people.sign_in("akiko", PASSWORD, "198.51.100.1").cookie


def test_logins_are_lines_of_name_and_password(tmp_path: Path) -> None:
    plain = tmp_path / "logins"
    plain.write_text("# desk\nakiko:se:cret\n\nomar:pass\n", "utf-8")
    assert read_logins(plain) == (("akiko", "se:cret"), ("omar", "pass"))


@pytest.mark.parametrize("content", ["", "no colon here", ":password", "name:"])
def test_a_login_file_that_says_nothing_useful_is_refused(tmp_path: Path, content: str) -> None:
    plain = tmp_path / "logins"
    plain.write_text(content, "utf-8")
    with pytest.raises(UsageError, match="name:password"):
        read_logins(plain)
