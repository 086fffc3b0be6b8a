"""`./sys token`: prints a bearer token that the local system's API takes."""

from __future__ import annotations

import argparse
import base64
import time

from joserfc import jwt
from joserfc.jwk import OctKey

from tools import progress
from tools.stack import checkout, secrets

ISSUER, AUDIENCE = "sys-local", "sys"
SECONDS = 30 * 24 * 3600


def make(key: str, user: str, now: float) -> str:
    """A JWT for `user` with every right, signed with `key` (base64), valid for 30 days from `now` (seconds since 1970)."""
    claims = {
        "sub": user,
        "roles": ["admin"],
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(now),
        "exp": int(now) + SECONDS,
    }
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(base64.b64decode(key)))


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 after printing the token alone on stdout."""
    try:
        key = secrets.load(checkout.STATE).token_key
    except FileNotFoundError:
        progress.say("sys: there are no keys yet; `./sys up` makes them")
        return 1
    print(make(key, arguments.user, time.time()))
    return 0
