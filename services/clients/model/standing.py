"""Where a client stands: which status may follow which, and what closing means."""

from __future__ import annotations

from datetime import date

from services.clients.errors import StatusChangeInvalid
from services.clients.model.tables import Client

NEXT = {
    "prospect": {"active", "closed"},
    "active": {"suspended", "closed"},
    "suspended": {"active", "closed"},
    "closed": {"active", "prospect"},
}


def set_standing(client: Client, status: str, on: date, reason: str) -> None:
    """Moves the client to `status`; closing keeps day and reason, everything else clears them.

    Raises StatusChangeInvalid for a step that NEXT does not list.
    """
    if status not in NEXT[client.status]:
        raise StatusChangeInvalid(client.status, status)
    client.status = status
    client.closed_on = on if status == "closed" else None
    client.closed_reason = reason if status == "closed" else ""
    claim_identifiers(client)


def claim_identifiers(client: Client) -> None:
    """Sets what must be unique among clients that are not closed: valid registration numbers and personal codes."""
    for identifier in client.identifiers:
        claims = (
            client.status != "closed"
            and identifier.valid_to is None
            and identifier.type in ("lv_regcode", "lv_personal_code")
        )
        identifier.claim = (identifier.normal or identifier.lookup) if claims else None
