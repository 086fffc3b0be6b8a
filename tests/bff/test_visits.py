from __future__ import annotations

from typing import Any

import httpx2
import pytest

from kit.clock import today_in_riga
from kit.dates import date_to_pb
from kit.errors import AlreadyExists, Conflict, Internal, Invalid
from services.bff import card
from sysapi.visits.v1 import visit_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID
from tests.bff.money_fakes import day
from tests.bff.visits_fakes import PLAN_ID, VISIT_ID, a_visit, months

ADDRESS = f"/api/visits/{VISIT_ID}"
PLAN = f"/api/visit-plans/{PLAN_ID}"
CARD = f"/api/clients/{CLIENT_ID}/card"


def a_body(**fields: Any) -> dict[str, Any]:
    return {
        "client_id": CLIENT_ID,
        "unit_id": UNIT_ID,
        "status": "done",
        "planned_start": "2026-03-09T09:00:00+02:00",
        **fields,
    }


async def test_the_visits_of_a_unit_and_month_are_listed(system: System) -> None:
    answer = await system.http.get(
        f"/api/visits?unit_id={UNIT_ID}&year=2026&month=3&status=done&status=missed&page_size=5"
    )
    found = answer.json()
    assert found["next_page_token"] == "next"
    assert found["visits"][0]["status"] == "done"
    assert found["visits"][0]["planned_start"] == "2026-03-09T07:00:00.000Z"
    assert (found["visits"][0]["ended"], found["visits"][0]["day"]) == (None, "2026-03-09")
    assert system.visits.last("ListVisits") == pb.ListVisitsRequest(
        unit_id=UNIT_ID,
        year=2026,
        month=3,
        states=[visit_pb2.VISIT_STATE_DONE, visit_pb2.VISIT_STATE_MISSED],
        page_size=5,
    )


async def test_the_visits_of_days_and_of_a_performer_are_asked_for(system: System) -> None:
    query = {"since": "2026-03-09", "until": "2026-03-10", "performer": "Ilze Kalniņa"}
    assert (await system.http.get("/api/visits", params=query)).status_code == 200
    assert system.visits.last("ListVisits") == pb.ListVisitsRequest(
        since=day("2026-03-09"),
        until=day("2026-03-10"),
        performer="Ilze Kalniņa",
        page_size=50,
    )


@pytest.mark.parametrize(
    "query",
    [
        "since=9.3.2026",
        "year=2026&month=13",
        "month=0",
        "year=26",
        "unit_id=1",
        "moth=3",
        "page_size=1_000",
    ],
)
async def test_a_query_that_means_nothing_is_refused(http: httpx2.AsyncClient, query: str) -> None:
    assert (await http.get(f"/api/visits?{query}")).status_code == 422


async def test_a_visit_is_put_with_everything_of_its_body(system: System) -> None:
    answer = await system.http.put(
        ADDRESS,
        json=a_body(
            kind="Telpu uzkopšana",
            performers=["Ilze Kalniņa"],
            started="2026-03-09T07:05:00Z",
            ended="2026-03-09T08:00:00Z",
            note="Viss kārtībā",
            billable=True,
            signature="sig/1",
        ),
        headers={"if-match": '"v1"'},
    )
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    request = system.visits.last("PutVisit")
    assert request.etag == "v1"
    sent = visit_pb2.Visit(
        id=VISIT_ID,
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        state=visit_pb2.VISIT_STATE_DONE,
        kind="Telpu uzkopšana",
        performers=["Ilze Kalniņa"],
        note="Viss kārtībā",
        billable=True,
        signature="sig/1",
    )
    sent.planned_start.FromJsonString("2026-03-09T07:00:00Z")
    sent.started.FromJsonString("2026-03-09T07:05:00Z")
    sent.ended.FromJsonString("2026-03-09T08:00:00Z")
    assert request.visit == sent


async def test_a_new_visit_needs_no_etag(system: System) -> None:
    assert (await system.http.put(ADDRESS, json=a_body())).status_code == 200
    assert system.visits.last("PutVisit").etag == ""


async def test_a_conflict_has_the_current_visit(system: System) -> None:
    system.visits.answers["PutVisit"] = Conflict(reason="ETAG_MISMATCH", metadata={"etag": "v2"})
    answer = await system.http.put(ADDRESS, json=a_body(), headers={"if-match": '"v1"'})
    assert answer.status_code == 409
    assert answer.json()["current"] == (await system.http.get(ADDRESS)).json()


async def test_an_id_of_another_client_is_a_conflict_without_its_visit(system: System) -> None:
    system.visits.answers["PutVisit"] = AlreadyExists(reason="VISIT_EXISTS")
    answer = await system.http.put(ADDRESS, json=a_body())
    assert (answer.status_code, answer.json()["reason"]) == (409, "VISIT_EXISTS")
    assert "current" not in answer.json()


async def test_a_refused_time_names_its_field(system: System) -> None:
    system.visits.answers["PutVisit"] = Invalid(
        reason="VISIT_TIME_INVALID", metadata={"field": "visit.ended"}
    )
    answer = await system.http.put(ADDRESS, json=a_body())
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["ended"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "perhaps"},
        {"planned_start": 0},
        {"planned_start": "2026-03-09T24:00:00Z"},
        {"planned_start": "2026-03-09T09:00:60Z"},
        {"note": "a\0b"},
        {"performers": ["x"] * 21},
        {"photo": "x"},
    ],
)
async def test_a_body_that_cannot_be_is_refused(
    http: httpx2.AsyncClient, wrong: dict[str, Any]
) -> None:
    assert (await http.put(ADDRESS, json=a_body(**wrong))).status_code == 422


async def test_the_grid_has_units_and_the_sums_of_all(system: System) -> None:
    found = (
        await system.http.get(
            f"/api/clients/{CLIENT_ID}/visits/months?to_year=2026&to_month=3&months=12"
        )
    ).json()
    assert [site["unit_id"] for site in found["sites"]] == [UNIT_ID, OTHER_UNIT_ID]
    assert found["count"] == 3
    assert found["sites"][0] == {
        "unit_id": UNIT_ID, "planned": [0, 2], "done": [4, 1], "missed": [0, 1], "cancelled": [0, 0],
    }  # fmt: skip
    assert found["sums"] == {
        "planned": [0, 2], "done": [4, 3], "missed": [0, 1], "cancelled": [0, 1],
    }  # fmt: skip
    assert found["years"] == [{"year": 2026, "planned": 2, "done": 6, "missed": 1, "cancelled": 1}]
    assert system.visits.last("GetVisitMonths") == pb.GetVisitMonthsRequest(
        client_id=CLIENT_ID, to_year=2026, to_month=3, months=12
    )


async def test_plans_are_listed_and_put(system: System) -> None:
    plans = (await system.http.get(f"/api/visit-plans?client_id={CLIENT_ID}")).json()["plans"]
    assert plans[0]["rule"] == {
        "frequency": "months",
        "every": 1,
        "weekdays": [2],
        "week_of_month": 1,
        "day_off": "after",
    }
    body = {
        "client_id": CLIENT_ID,
        "unit_id": UNIT_ID,
        "rule": {"frequency": "weeks", "weekdays": [1, 4], "day_off": "skip"},
        "at": "09:00",
        "starts_on": "2026-04-01",
    }
    answer = await system.http.put(PLAN, json=body)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v1"')
    sent = system.visits.last("PutPlan").plan
    assert sent.rule == visit_pb2.PlanRule(
        frequency=visit_pb2.FREQUENCY_WEEKS,
        every=1,
        weekdays=[1, 4],
        day_off=visit_pb2.DAY_OFF_SKIP,
    )
    assert (sent.starts_on, sent.HasField("ends_on")) == (day("2026-04-01"), False)
    system.visits.answers["PutPlan"] = Conflict(reason="ETAG_MISMATCH", metadata={"etag": "v1"})
    conflict = await system.http.put(PLAN, json=body, headers={"if-match": "v0"})
    assert (conflict.status_code, conflict.json()["current"]) == (409, plans[0])


async def test_the_card_has_the_last_year_of_visits_and_the_newest(system: System) -> None:
    section = (await system.http.get(CARD)).json()["sections"]["visits"]
    assert section["state"] == "fresh"
    assert [site["unit_id"] for site in section["data"]["months"]["sites"]] == [
        UNIT_ID,
        OTHER_UNIT_ID,
    ]
    assert [visit["id"] for visit in section["data"]["visits"]] == [VISIT_ID]
    asked = system.visits.last("GetVisitMonths")
    assert (asked.months, asked.most_sites) == (12, card.MOST_SITES)
    newest = system.visits.last("ListVisits")
    assert (newest.page_size, newest.until) == (8, date_to_pb(today_in_riga()))


async def test_visits_that_cannot_be_read_are_stale_or_unavailable_and_never_none(
    system: System,
) -> None:
    system.visits.answers["ListVisits"] = Internal()
    never_read = (await system.http.get(CARD)).json()["sections"]
    assert (never_read["visits"]["state"], never_read["visits"]["data"]) == ("unavailable", None)
    assert never_read["autogen"]["state"] == "fresh"
    system.visits.answers["ListVisits"] = pb.ListVisitsResponse(visits=[a_visit()])
    fresh = (await system.http.get(CARD)).json()["sections"]["visits"]
    system.visits.answers["GetVisitMonths"] = Internal()
    stale = (await system.http.get(CARD)).json()["sections"]["visits"]
    assert (stale["state"], stale["data"], stale["as_of"]) == (
        "stale",
        fresh["data"],
        fresh["as_of"],
    )
    system.visits.answers["GetVisitMonths"] = months()
    assert (await system.http.get(CARD)).json()["sections"]["visits"]["state"] == "fresh"
