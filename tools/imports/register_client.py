"""A row of the Register of Enterprises as a client: only what the register knows."""

from __future__ import annotations

import re
from datetime import date

from google.type import date_pb2

from sysapi.clients.v1 import client_pb2
from tools.imports.register_file import RegisterRow

SOURCE = "ur"
"""Name of the register in histories and on the identifiers that come from it."""

OWNED_FIELDS = ("kind", "name", "legal_form", "identifiers", "addresses", "registered_on")
"""What the register knows better than we do. Identifiers and addresses that others entered stay."""

CLOSING_FIELDS = (*OWNED_FIELDS, "status", "closed_on", "closed_reason")
"""Only for rows that are struck off: whether a living company is our client is for us to say, not for the register."""

_REASONS = {"L": "Likvidēts", "R": "Reorganizēts"}
_OTHER_REASON = "Izslēgts no reģistra"

_ELEVEN_DIGITS = re.compile(r"[0-9]{11}")
_SEPA = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
_POSTCODE = re.compile(r"(?:LV-?)?([1-5][0-9]{3})")
# Spreadsheets drop leading zeros: 0050000 becomes 50000, 0001000 becomes 1000.
_ATVK = re.compile(r"[0-9]{4,7}")
_FORM = re.compile(r"[A-Z]{1,8}")


class RowInvalid(ValueError):
    """A row that cannot become a client; `reason` is a code as the clients service gives them, `column` the culprit."""

    def __init__(self, reason: str, column: str) -> None:
        super().__init__(f"{reason}: {column}")
        self.reason = reason
        self.column = column


def client_of(row: RegisterRow) -> client_pb2.Client:
    """The client a row describes. Raises RowInvalid for a number or day that cannot be read.

    Parts of the address are left to the clients service, which reads them from the line as for any other address.
    """
    regcode = _text(row.regcode)
    if not _ELEVEN_DIGITS.fullmatch(regcode):
        raise RowInvalid("IDENTIFIER_INVALID", "regcode")
    form = _text(row.form)
    client = client_pb2.Client(
        kind=client_pb2.CLIENT_KIND_LEGAL,
        name=_text(row.name),
        legal_form=form if _FORM.fullmatch(form) else "",
        registered_on=_day(row.registered, "registered"),
    )
    client.identifiers.add(type=client_pb2.IDENTIFIER_TYPE_LV_REGCODE, value=regcode, source=SOURCE)
    sepa = _text(row.sepa)
    if _SEPA.fullmatch(sepa):
        client.identifiers.add(
            type=client_pb2.IDENTIFIER_TYPE_SEPA_CREDITOR, value=sepa, source=SOURCE
        )
    line = _text(row.address)
    if line:
        client.addresses.add(
            kind=client_pb2.ADDRESS_KIND_LEGAL,
            line=line,
            postcode=_postcode(row.postcode),
            atvk_code=_atvk(row.atvk),
        )
    terminated = _day(row.terminated, "terminated")
    if terminated is not None:
        client.status = client_pb2.CLIENT_STATUS_CLOSED
        client.closed_on.CopyFrom(terminated)
        client.closed_reason = _REASONS.get(_text(row.closed), _OTHER_REASON)
    return client


def _text(cell: str) -> str:
    """The cell without outer blanks; an empty one may be written as a blank or as a pair of quotes."""
    text = cell.strip()
    return "" if text == '""' else text


def _day(cell: str, column: str) -> date_pb2.Date | None:
    text = _text(cell)
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise RowInvalid("DATE_INVALID", column) from None
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def _postcode(cell: str) -> str:
    match = _POSTCODE.fullmatch(_text(cell))
    return f"LV-{match[1]}" if match else ""


def _atvk(cell: str) -> str:
    code = _text(cell)
    if not _ATVK.fullmatch(code) or not int(code):
        return ""
    return code.zfill(7)
