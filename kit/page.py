"""Keyset pages: `page_size` and an opaque `page_token`; an empty next token is the only end (AIP-158)."""

from __future__ import annotations

import base64
import binascii

import orjson

from kit.errors import Invalid

DEFAULT_SIZE = 50
LARGEST_SIZE = 1000


class PageTokenInvalid(Invalid):
    """The page token was not made by this list."""

    reason = "PAGE_TOKEN_INVALID"


def page_size(asked: int) -> int:
    """Rows to give: 0 means 50, more than 1 000 means 1 000."""
    return min(asked or DEFAULT_SIZE, LARGEST_SIZE)


def make_token(list_name: str, *keys: str | int) -> str:
    """A token that continues `list_name` after the row with these keys."""
    return base64.urlsafe_b64encode(orjson.dumps([list_name, *keys])).decode()


def read_token(list_name: str, token: str) -> list[str | int] | None:
    """The keys to continue after, None for the first page. Raises PageTokenInvalid for a foreign token."""
    if not token:
        return None
    try:
        parts: object = orjson.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error) as error:
        raise PageTokenInvalid from error
    if not isinstance(parts, list) or len(parts) < 2 or parts[0] != list_name:  # pyright: ignore[reportUnknownArgumentType]
        raise PageTokenInvalid
    keys: list[str | int] = []
    for part in parts[1:]:  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(part, str | int):
            raise PageTokenInvalid
        keys.append(part)
    return keys
