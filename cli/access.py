"""``rapporteur token`` and ``rapporteur users``: which programs and people may ask."""

import argparse
import getpass
import json
import sys
from dataclasses import asdict

from access.file import access_file
from access.tokens import Tokens
from core.config import Config
from core.errors import UsageError


def token(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur token``. A new token is printed once and kept nowhere."""
    tokens = Tokens(access_file(config.home))
    if args.action == "list":
        found = tokens.listed()
        lines = (f"{one.name}  made {one.made}  last used {one.used or 'never'}" for one in found)
        text = "\n".join(lines) or "There is no token; make one with: rapporteur token new NAME."
        print(json.dumps({"tokens": [asdict(one) for one in found]}) if args.json else text)
        return 0
    if not args.name:
        raise UsageError(f"Which token? Name it: rapporteur token {args.action} NAME.")
    if args.action == "new":
        made = tokens.new(args.name)
        print(json.dumps({"name": args.name, "token": made}) if args.json else made)
        return 0
    tokens.revoke(args.name)
    print(json.dumps({"revoked": args.name}) if args.json else f"revoked: {args.name}")
    return 0


def users(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur users``."""
    from access.plain_file import read_logins
    from access.sessions import Sessions
    from access.users import Users

    file = access_file(config.home)
    kept = Users(file)
    if args.action == "list":
        found = kept.listed()
        text = "\n".join(f"{one.name}  added {one.made}" for one in found)
        nobody = "There is nobody; add somebody with: rapporteur users add NAME."
        print(json.dumps({"users": [asdict(one) for one in found]}) if args.json else text or nobody)
        return 0
    if args.action == "add" and args.file is not None:
        logins = read_logins(args.file)
    elif not args.name:
        raise UsageError(f"Who? Name somebody: rapporteur users {args.action} NAME.")
    elif args.action == "add":
        logins = ((args.name, _password(args.name)),)
    else:
        logins = ((args.name, ""),)
    for name, password in logins:
        match args.action:
            case "add":
                kept.add(name, password)
            case "remove":
                kept.remove(name)
            case _:
                Sessions(file).end_all(name)
    done = {"add": "added", "remove": "removed", "sign-out": "signed out"}[args.action]
    names = [name for name, _ in logins]
    print(json.dumps({done: names}) if args.json else f"{done}: {', '.join(names)}")
    return 0


def _password(name: str) -> str:
    """Asked for twice on a terminal; else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Password of {name}: ")
    if getpass.getpass("The same again: ") != first:
        raise UsageError("The two passwords differ; try again.")
    return first
