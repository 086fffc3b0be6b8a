"""Who asks: a bearer token, or the same kind of token in a cookie, with the rule against cross-site requests.

A token is a JWT signed with HS256 by the key of BFF_TOKEN_KEY: `sub` (user), `exp`, optional `nbf`, `aud` ("sys") and `roles`.
It is stateless; sessions that can be listed and ended come with access control.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from kit.errors import Denied, Unauthenticated

COOKIE = "sys_session"
AUDIENCE = "sys"
COOKIE_SECONDS = 12 * 3600
_LONGEST_TOKEN = 4096
_REMEMBERED = 1000
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(Denied):
    """The request came from another site, or without the header X-Requested-By."""

    reason = "CROSS_SITE"


@dataclass(frozen=True, slots=True)
class Session:
    """A user until `expires` (Unix time). `roles` are told, not yet enforced."""

    user: str
    roles: tuple[str, ...]
    expires: float


class Sessions:
    """Makes and reads tokens with one key."""

    def __init__(self, token_key: str) -> None:
        self._key = OctKey.import_key(base64.b64decode(token_key))
        self._known: dict[str, Session] = {}

    def make_token(
        self, user: str, seconds: float = COOKIE_SECONDS, roles: tuple[str, ...] = ("admin",)
    ) -> str:
        """A token for `user`."""
        now = int(time.time())
        claims = {
            "sub": user,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + int(seconds),
            "roles": list(roles),
        }
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def identify(self, method: str, headers: Mapping[bytes, bytes]) -> Session:
        """Who sends this request. Raises Unauthenticated, or CrossSite for a write that another site may have caused."""
        scheme, _, bearer = headers.get(b"authorization", b"").partition(b" ")
        if scheme:
            if scheme.lower() != b"bearer":
                raise Unauthenticated("only bearer tokens are taken")
            return self.read_token(bearer.strip().decode("latin-1"))
        token = cookie_of(headers)
        if not token:
            raise Unauthenticated
        session = self.read_token(token)
        if method not in _SAFE_METHODS:
            refuse_cross_site(headers)
        return session

    def read_token(self, token: str) -> Session:
        """Whom the token stands for. Raises Unauthenticated for a bad or expired one."""
        session = self._known.get(token)
        if session is None:
            session = self._verify(token)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[token] = session
        if session.expires <= time.time():
            raise Unauthenticated("the session has ended")
        return session

    def _verify(self, token: str) -> Session:
        if len(token) > _LONGEST_TOKEN:
            raise Unauthenticated
        try:
            claims: dict[str, Any] = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            _RULES.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise Unauthenticated("the token is not valid") from error
        user, expires = claims["sub"], claims["exp"]
        if not isinstance(user, str) or not 1 <= len(user) <= 100 or not user.isprintable():
            raise Unauthenticated("the token names no user")
        roles: object = claims.get("roles")
        names = (
            tuple(str(role) for role in roles)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            if isinstance(roles, list)
            else ("admin",)
        )
        return Session(user, names, float(expires))


_RULES = jwt.JWTClaimsRegistry(
    sub={"essential": True}, exp={"essential": True}, aud={"essential": False, "value": AUDIENCE}
)


def cookie_of(headers: Mapping[bytes, bytes]) -> str:
    """The session token of the cookie header, empty for none."""
    for part in headers.get(b"cookie", b"").split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == COOKIE.encode():
            return value.decode("latin-1")
    return ""


def refuse_cross_site(headers: Mapping[bytes, bytes]) -> None:
    """Raises CrossSite unless our own page made the request; a cookie alone proves nothing."""
    if headers.get(b"x-requested-by") != b"sys":
        raise CrossSite
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        if site not in {b"same-origin", b"none"}:
            raise CrossSite
        return
    # Browsers without Sec-Fetch-Site tell the origin of a write.
    origin = headers.get(b"origin")
    if origin is not None and urlsplit(origin).netloc != headers.get(b"host", b""):
        raise CrossSite
