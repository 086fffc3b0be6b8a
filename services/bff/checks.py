"""Checks of single values while they are typed; the services check again when they are saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from kit.latvian import address, bank, contact, identifiers
from services.bff.answers import json_answer, new_router
from services.bff.shapes.various import CheckJson, CheckType

Json = dict[str, object]


def _known(normal: str, shown: str, state: str = "valid") -> Json:
    return {"state": state, "normal": normal, "shown": shown}


def _identifier(check: Callable[[str], identifiers.Checked]) -> Callable[[str], Json]:
    def answer(value: str) -> Json:
        found = check(value)
        state = "suspect" if found.state == "suspect" else "valid"
        return _known(found.normal, found.shown, state)

    return answer


def _iban(value: str) -> Json:
    found = bank.check_iban(value)
    return _known(found.normal, found.shown_in_fours) | {
        "bank": found.bank or None,
        "bic": found.bic or None,
    }


def _phone(value: str) -> Json:
    found = contact.check_phone(value)
    return _known(found.e164, found.shown)


def _same(check: Callable[[str], str]) -> Callable[[str], Json]:
    def answer(value: str) -> Json:
        normal = check(value)
        return _known(normal, normal)

    return answer


CHECKS: dict[CheckType, Callable[[str], Json]] = {
    "lv_regcode": _identifier(identifiers.check_regcode),
    "lv_vat": _identifier(identifiers.check_vat),
    "lv_personal_code": _identifier(identifiers.check_personal_code),
    "iban": _iban,
    "phone": _phone,
    "email": _same(contact.check_email),
    "www": _same(contact.check_www),
    "postcode": _same(address.normal_postcode),
}


def routes() -> APIRouter:
    """Route /api/check."""
    router = new_router("checks")

    @router.get("/api/check", response_model=CheckJson, response_model_exclude_none=True)
    async def check(
        value_type: Annotated[CheckType, Query(alias="type")],
        value: Annotated[str, Query(max_length=2048)],
    ) -> Response:
        """Whether the value can be right, its normal form and how to show it."""
        try:
            return json_answer(CHECKS[value_type](value))
        except ValueError as error:
            return json_answer(_known("", value, "invalid") | {"rule": str(error)})

    return router
