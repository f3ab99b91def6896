"""``rapporteur token``: who may ask through the interface."""

import argparse
import json
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
