"""Keyset pages: `page_size` and an opaque `page_token`; an empty next token is the only end (AIP-158)."""

from __future__ import annotations

import base64
import uuid
from typing import TypeVar

import orjson

from kit.errors import Invalid

Key = TypeVar("Key", int, uuid.UUID, str)

DEFAULT_SIZE = 50
LARGEST_SIZE = 1000


class PageTokenInvalid(Invalid):
    """The page token was not made by this list."""

    reason = "PAGE_TOKEN_INVALID"


def page_size(asked: int, usual: int = DEFAULT_SIZE) -> int:
    """Rows to give: 0 means the usual number, more than 1 000 means 1 000."""
    return min(asked or usual, LARGEST_SIZE)


def make_token(list_name: str, key: int | uuid.UUID | str) -> str:
    """A token that continues `list_name` after the row with this key."""
    return base64.urlsafe_b64encode(orjson.dumps([list_name, key])).decode()


def read_token(list_name: str, token: str, kind: type[Key]) -> Key | None:
    """The key to continue after, None for the first page. Raises PageTokenInvalid for a token that this list did not make."""
    if not token:
        return None
    try:
        parts: object = orjson.loads(base64.b64decode(token, altchars=b"-_", validate=True))
        match parts:
            case [str() as name, int() | str() as key] if name == list_name:
                found = kind(key)  # pyright: ignore[reportArgumentType] - a wrong one raises
                if isinstance(found, uuid.UUID) or (found == key and _is_in_range(found)):
                    return found
            case _:
                pass
    except (ValueError, TypeError, AttributeError) as error:
        raise PageTokenInvalid from error
    raise PageTokenInvalid


def _is_in_range(key: int | str) -> bool:
    return isinstance(key, str) or 0 <= key < 2**63
