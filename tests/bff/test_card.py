from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx2
import pytest

from kit.errors import Internal, NotFound, Unavailable
from services.bff import card
from sysapi.clients.v1.clients_service_pb2 import GetClientResponse, GetUnitResponse
from sysapi.invoices.v1.invoices_service_pb2 import (
    GetTurnoverResponse,
    TurnoverCell,
    TurnoverMonth,
)
from tests.bff.conftest import System, serve_bff, settings_for
from tests.bff.fakes import (
    CLIENT_ID,
    OTHER_UNIT_ID,
    ROW_ID,
    UNIT_ID,
    a_client,
    a_history,
    a_unit,
    a_units_page,
)
from tests.bff.money_fakes import euros
from tests.waiting import until

ADDRESS = f"/api/clients/{CLIENT_ID}/card"


async def test_the_card_has_the_client_its_main_unit_and_fresh_sections(system: System) -> None:
    answer = await system.http.get(ADDRESS)
    assert answer.status_code == 200
    found = answer.json()
    assert found["client"]["id"] == CLIENT_ID
    assert found["unit"]["id"] == UNIT_ID
    units, history = found["sections"]["units"], found["sections"]["history"]
    assert (units["state"], units["code"]) == ("fresh", None)
    assert units["as_of"].endswith("Z")
    assert (units["data"]["total"], units["data"]["active"]) == (1, 1)
    assert history["data"]["changes"][0]["field"] == "name"
    assert system.clients.last("ListHistory").page_size == 10


async def test_an_unknown_client_ends_the_card(system: System) -> None:
    system.clients.answers["GetClient"] = NotFound(reason="CLIENT_NOT_FOUND")
    answer = await system.http.get(ADDRESS)
    assert answer.status_code == 404
    assert answer.json()["reason"] == "CLIENT_NOT_FOUND"


async def test_the_asked_unit_is_selected(system: System) -> None:
    system.clients.answers["ListUnits"] = a_units_page(a_unit(), a_unit(OTHER_UNIT_ID))
    found = (await system.http.get(f"{ADDRESS}?unit={OTHER_UNIT_ID}")).json()
    assert found["unit"]["id"] == OTHER_UNIT_ID


async def test_an_asked_unit_far_down_is_found(system: System) -> None:
    system.clients.answers["ListUnits"] = a_units_page(a_unit(), token="next")
    system.clients.answers["GetUnit"] = GetUnitResponse(unit=a_unit(OTHER_UNIT_ID))
    found = (await system.http.get(f"{ADDRESS}?unit={OTHER_UNIT_ID}")).json()
    assert found["unit"]["id"] == OTHER_UNIT_ID


@pytest.mark.parametrize(
    "answer",
    [
        NotFound(reason="UNIT_NOT_FOUND"),
        GetUnitResponse(unit=a_unit(OTHER_UNIT_ID, client_id=ROW_ID)),
    ],
    ids=["nobody's", "another client's"],
)
async def test_a_unit_of_nobody_or_of_another_client_is_404(system: System, answer: Any) -> None:
    system.clients.answers["GetUnit"] = answer
    answer = await system.http.get(f"{ADDRESS}?unit={OTHER_UNIT_ID}")
    assert answer.status_code == 404
    assert answer.json()["reason"] == "UNIT_NOT_FOUND"


async def test_an_empty_unit_is_none_asked(system: System) -> None:
    assert (await system.http.get(f"{ADDRESS}?unit=")).json()["unit"]["id"] == UNIT_ID
    assert (await system.http.get(f"{ADDRESS}?unit=x")).status_code == 422


async def test_no_main_unit_selects_none(system: System) -> None:
    client = a_client()
    client.main_unit_id = ""
    system.clients.answers["GetClient"] = GetClientResponse(client=client)
    assert (await system.http.get(ADDRESS)).json()["unit"] is None


@pytest.mark.parametrize("error", [Unavailable(), Internal()])
async def test_a_section_never_read_is_unavailable_not_empty(
    system: System, error: Exception
) -> None:
    system.clients.answers["ListUnits"] = error
    found = (await system.http.get(ADDRESS)).json()
    section = found["sections"]["units"]
    assert section["state"] == "unavailable"
    assert section["data"] is None
    assert section["as_of"] is None
    assert section["code"] == getattr(error, "reason", "")
    assert found["unit"] is None
    assert found["sections"]["history"]["state"] == "fresh"


async def test_a_hung_part_costs_only_its_section_and_the_budget(system: System) -> None:
    system.clients.hung = {"ListHistory"}
    started = time.perf_counter()
    found = (await system.http.get(ADDRESS)).json()
    assert time.perf_counter() - started < card.CARD_SECONDS
    assert found["sections"]["history"]["state"] == "unavailable"
    assert found["sections"]["history"]["code"] == "DEADLINE_EXCEEDED"
    assert found["sections"]["units"]["state"] == "fresh"


async def test_a_hung_clients_service_ends_within_the_budget(system: System) -> None:
    system.clients.hung = {"GetClient", "ListUnits", "ListHistory"}
    started = time.perf_counter()
    answer = await system.http.get(ADDRESS)
    assert time.perf_counter() - started < card.CARD_SECONDS + 0.2
    assert answer.status_code == 504
    assert answer.json()["reason"] == "DEADLINE_EXCEEDED"
    # The breaker lets go again after a second.
    await asyncio.sleep(1.1)


@pytest.mark.parametrize(("seconds", "then"), [(10.0, 200), (0.05, 429)], ids=["long", "short"])
async def test_only_so_many_cards_are_read_at_once_and_the_others_wait_for_a_time(
    system: System, monkeypatch: pytest.MonkeyPatch, seconds: float, then: int
) -> None:
    monkeypatch.setattr(card, "TURN_SECONDS", seconds)
    system.clients.hung = {"GetClient"}
    asked = [asyncio.create_task(system.http.get(ADDRESS)) for _ in range(card.AT_ONCE + 3)]
    await until(lambda: system.clients.count("GetClient") == card.AT_ONCE)
    system.clients.hung = set()
    statuses = sorted([answer.status_code for answer in await asyncio.gather(*asked)])
    assert statuses == sorted([504] * card.AT_ONCE + [then] * 3)
    assert system.clients.count("GetClient") == card.AT_ONCE + (3 if then == 200 else 0)


async def test_a_section_is_stale_with_its_time_and_heals(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = (await system.http.get(ADDRESS)).json()["sections"]["history"]
    system.clients.answers["ListHistory"] = Unavailable()
    stale = (await system.http.get(ADDRESS)).json()["sections"]["history"]
    assert stale["state"] == "stale"
    assert stale["as_of"] == first["as_of"]
    assert stale["data"] == first["data"]
    monkeypatch.setattr(card, "KEEP_SECONDS", 0.0)
    old = (await system.http.get(ADDRESS)).json()["sections"]["history"]
    assert old["state"] == "unavailable"
    system.clients.answers["ListHistory"] = a_history()
    healed = (await system.http.get(ADDRESS)).json()["sections"]["history"]
    assert healed["state"] == "fresh"
    assert healed["as_of"] > first["as_of"]


async def test_the_turnover_has_the_figures_and_the_matrix_of_the_client(system: System) -> None:
    section = (await system.http.get(ADDRESS)).json()["sections"]["turnover"]
    assert section["state"] == "fresh"
    assert section["data"]["money"]["open"]["amount"] == "60.50"
    assert section["data"]["turnover"]["units"][0]["unit_id"] == UNIT_ID
    for method in ("GetClientMoney", "GetTurnover"):
        assert system.invoices.last(method).client_id == CLIENT_ID


@pytest.mark.parametrize("method", ["GetClientMoney", "GetTurnover"])
async def test_money_that_cannot_be_read_is_unavailable_then_stale_and_never_zero(
    system: System, method: str
) -> None:
    good = system.invoices.answers[method]
    system.invoices.answers[method] = Internal()
    found = (await system.http.get(ADDRESS)).json()
    unknown = found["sections"]["turnover"]
    assert (unknown["state"], unknown["data"], unknown["code"]) == ("unavailable", None, "INTERNAL")
    assert found["sections"]["units"]["state"] == "fresh"
    system.invoices.answers[method] = good
    fresh = (await system.http.get(ADDRESS)).json()["sections"]["turnover"]
    system.invoices.answers[method] = Internal()
    stale = (await system.http.get(ADDRESS)).json()["sections"]["turnover"]
    assert (stale["state"], stale["data"], stale["as_of"]) == (
        "stale",
        fresh["data"],
        fresh["as_of"],
    )


async def test_a_dead_invoices_service_costs_the_card_its_turnover_alone(system: System) -> None:
    settings = settings_for(system.clients_port, system.search_port)
    async with (
        serve_bff(settings) as (_, base),
        httpx2.AsyncClient(base_url=base, headers=system.http.headers) as http,
    ):
        sections = (await http.get(ADDRESS)).json()["sections"]
        ready = (await http.get("/readyz?parts=all")).status_code
    assert (sections["turnover"]["state"], sections["turnover"]["code"]) == (
        "unavailable", "PART_UNAVAILABLE",
    )  # fmt: skip
    assert [sections[name]["state"] for name in ("units", "history")] == ["fresh", "fresh"]
    assert ready == 200


async def test_the_turnover_of_a_long_chain_is_told_by_its_largest_units_and_the_rest_as_one(
    system: System,
) -> None:
    system.invoices.answers["GetTurnover"] = GetTurnoverResponse(
        months=[TurnoverMonth(year=2026, month=1, net=euros("9"), gross=euros("9"))],
        cells=[TurnoverCell(unit_id=UNIT_ID, year=2026, net=euros("5"), gross=euros("5"))],
        other_cells=[
            TurnoverCell(year=year, net=euros("2"), gross=euros("2")) for year in (2025, 2026)
        ],
        other_units=80,
    )
    section = (await system.http.get(ADDRESS)).json()["sections"]["turnover"]
    turnover = section["data"]["turnover"]
    assert [unit["unit_id"] for unit in turnover["units"]] == [UNIT_ID]
    others = turnover["other_units"]
    assert (others["count"], others["net"]["amount"]) == (80, "4.00")
    assert [(one["year"], one["net"]["amount"]) for one in others["years"]] == [
        (2026, "2.00"),
        (2025, "2.00"),
    ]
    assert system.invoices.last("GetTurnover").most_units == card.MOST_UNITS_OF_TURNOVER
    assert (await system.http.get(f"/api/clients/{CLIENT_ID}/turnover")).status_code == 200
    assert system.invoices.last("GetTurnover").most_units == 0


async def test_only_so_many_sections_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card, "MAX_KEPT", 2)
    sections = card.Sections()

    async def good() -> dict[str, object]:
        return {}

    async def bad() -> dict[str, object]:
        raise Unavailable

    for client_id in ("a", "b", "c"):
        await sections.read("units", client_id, good())
    states = [(await sections.read("units", client_id, bad()))["state"] for client_id in "abc"]
    assert states == ["unavailable", "stale", "stale"]
