"""Phones, e-mail and web addresses: normal forms and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

MAX_EMAIL = 254
MAX_URL = 2048


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 (stored) and in international form (shown)."""

    e164: str
    shown: str


class PhoneInvalid(ValueError):
    """Text that is not one telephone number."""


class EmailInvalid(ValueError):
    """Text that is not one e-mail address."""


class WwwInvalid(ValueError):
    """Text that is not a web address we store; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


_BETWEEN_PHONES = re.compile(r"[,;|\n\r\t]+|\s/\s|\s(?:un|vai|and|or)\s|(?<=\d{8})\s*/\s*(?=\+?\d)")
_TWO_IN_A_ROW = re.compile(r"(?<![\d+])([26]\d{7})\s+(?=[26]\d{7}(?!\d))")
_PHONE_LABEL = re.compile(
    r"^(?:t[āa]lr?|mob|tel|t[āa]lrunis|phone|fakss?)\b[.:]*\s*", re.IGNORECASE
)
_PHONE_CHARACTERS = re.compile(r"[+0-9()\s./\u00a0\u2010-\u2015\u2212-]{1,40}")
# Nine of ten numbers are so; the library takes thirty times as long to say the same. What else is good, it knows.
_PLAIN_PHONE = re.compile(r"(?:(?:\+371|\(\+371\)) ?)?(6[0-9]|2[0-24-9]) ?([0-9]{3}) ?([0-9]{3})")
_OLD_SEVEN = re.compile(r"[2-9]\d{6}")
_NOT_DIGIT = re.compile(r"\D+")


def split_phones(text: str) -> list[str]:
    """The numbers of a field that may hold several, as written; none of them is checked."""
    text = _TWO_IN_A_ROW.sub(r"\1,", text)
    parts = (_PHONE_LABEL.sub("", part.strip()) for part in _BETWEEN_PHONES.split(text))
    return [part for part in parts if any(char.isdigit() for char in part)]


def check_phone(text: str) -> Phone:
    """One number of any country, Latvian when no country is given. Raises PhoneInvalid.

    Old numbers of seven digits (up to 2008) are refused; see old_phone.
    """
    text = text.strip()
    if plain := _PLAIN_PHONE.fullmatch(text):
        first, second, third = plain.groups()
        return Phone(f"+371{first}{second}{third}", f"+371 {first} {second} {third}")
    text = _PHONE_LABEL.sub("", text)
    if not _PHONE_CHARACTERS.fullmatch(text):
        raise PhoneInvalid("phone_shape")
    try:
        number = phonenumbers.parse(text, "LV")
    except phonenumbers.NumberParseException:
        raise PhoneInvalid("phone_shape") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneInvalid("phone_number")
    return Phone(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL),
    )


def old_phone(text: str) -> bool:
    """Whether this is a Latvian number of seven digits from before 2008, such as 708 7318."""
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) == 10 and digits.startswith("371"):
        digits = digits[3:]
    return bool(_PHONE_CHARACTERS.fullmatch(text.strip()) and _OLD_SEVEN.fullmatch(digits))


# As most addresses are; without "--", which is punycode's, and short enough for every limit.
_PLAIN_EMAIL = re.compile(
    r"(?=.{1,64}\Z)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:lv|lt|ee|eu|com|net|org)"
)


def check_email(text: str) -> str:
    """The address with its domain in small letters; raises EmailInvalid. Nothing is looked up."""
    if "\r" in text or "\n" in text or len(text.encode("utf-8", "replace")) > MAX_EMAIL:
        raise EmailInvalid("email_shape")
    text = text.strip()
    if _PLAIN_EMAIL.fullmatch(text):
        return text
    try:
        found = validate_email(text, check_deliverability=False, allow_quoted_local=False)
    except (EmailNotValidError, UnicodeError):
        raise EmailInvalid("email_shape") from None
    return found.normalized


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))+\.?")
_IPV6 = re.compile(r"\[[0-9a-f:.]+\]")
_HOST_AND_PORT = re.compile(r"[^/?#@:]+:[0-9]{1,5}(?:[/?#]|$)")


def check_www(text: str) -> str:
    """The address with scheme and with host in small letters; raises WwwInvalid.

    Only http and https, no user or password, at most 2048 characters. Addresses are stored as
    text and never fetched.
    """
    text = text.strip()
    if len(text) > MAX_URL:
        raise WwwInvalid("www_long")
    if not text or any(char.isspace() or not char.isprintable() for char in text):
        raise WwwInvalid("www_shape")
    if "\\" in text:
        raise WwwInvalid("www_shape")
    if not _SCHEME.match(text) or _HOST_AND_PORT.match(text):
        text = "https://" + text.removeprefix("//")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise WwwInvalid("www_shape") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise WwwInvalid("www_scheme")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise WwwInvalid("www_user")
    host = parts.netloc.lower()
    if port is not None:
        host = host.rpartition(":")[0]
    host = host.removesuffix(":")
    if not _is_host(host):
        raise WwwInvalid("www_host")
    netloc = f"{host}:{port}" if port is not None else host
    path = "" if parts.path == "/" and not (parts.query or parts.fragment) else parts.path
    normal = urlunsplit((parts.scheme.lower(), netloc, path, parts.query, parts.fragment))
    if len(normal) > MAX_URL:
        raise WwwInvalid("www_long")
    return normal


def _is_host(host: str) -> bool:
    """Whether this can be a host: a name with a dot, an address, a number that is an address."""
    if _IPV6.fullmatch(host) or (host.isascii() and host.isdigit()):
        return True
    if not _HOST.fullmatch(host):
        return False
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True
