"""The check of visits: autogen, visits and invoices are asked, and nothing is said unless all answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from kit.errors import Problem, Unavailable
from sysapi.autogen.v1 import autogen_service_pb2, line_pb2
from sysapi.clients.v1 import clients_service_pb2
from sysapi.invoices.v1 import invoice_pb2, invoices_service_pb2
from sysapi.visits.v1 import visits_service_pb2 as pb
from tests.bff.autogen_fakes import LINE_ID, a_contracted_period
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, OTHER_UNIT_ID, UNIT_ID, a_client, a_unit
from tests.bff.money_fakes import INVOICE_ID, an_invoice, day
from tests.bff.visits_fakes import range_counts

MARCH = "/api/visits/check?year=2026&month=3"
OTHER_CLIENT_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0a002"


@pytest.fixture(autouse=True)
def no_annulled_invoice(system: System) -> None:
    system.invoices.answers["ListInvoices"] = None


def contracted(
    *periods: line_pb2.ContractedPeriod, token: str = ""
) -> autogen_service_pb2.ListContractedPeriodsResponse:
    return autogen_service_pb2.ListContractedPeriodsResponse(periods=periods, next_page_token=token)


def counting(
    count: Callable[[pb.VisitRange], pb.RangeCounts],
) -> Callable[[pb.CountVisitsRequest], pb.CountVisitsResponse]:
    return lambda request: pb.CountVisitsResponse(ranges=[count(one) for one in request.ranges])


async def check(system: System, address: str = MARCH) -> dict[str, Any]:
    answer = await system.http.get(address)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_four_invoiced_and_three_done_is_flagged(system: System) -> None:
    client = a_client(units=[a_unit(UNIT_ID), a_unit(OTHER_UNIT_ID, name="Noliktava")])
    system.clients.answers["BatchGetClients"] = clients_service_pb2.BatchGetClientsResponse(
        clients=[client]
    )
    found = await check(system)
    assert (found["count"], found["flagged"]) == (2, 2)
    assert found["rows"] == [
        {
            "client_id": CLIENT_ID,
            "unit_id": UNIT_ID,
            "client_name": 'SIA "Ābols"',
            "unit_name": "Centrs",
            "line_id": LINE_ID,
            "service": "Telpu uzkopšana",
            "from": "2026-03-01",
            "to": "2026-03-31",
            "issue_on": "2026-03-01",
            "status": "made",
            "contracted": 4,
            "done": 3,
            "billed": 4,
            "outcome": "overbilled",
            "flagged": True,
            "invoice_id": INVOICE_ID,
            "invoice_number": "RK-2026/00042",
            "invoice_annulled": False,
        },
        {
            "client_id": CLIENT_ID,
            "unit_id": OTHER_UNIT_ID,
            "client_name": 'SIA "Ābols"',
            "unit_name": "Noliktava",
            "line_id": None,
            "service": "",
            "from": "2026-03-01",
            "to": "2026-03-31",
            "issue_on": None,
            "status": None,
            "contracted": 0,
            "done": 1,
            "billed": 0,
            "outcome": "no_contract",
            "flagged": True,
            "invoice_id": None,
            "invoice_number": "",
            "invoice_annulled": False,
        },
    ]


async def test_an_annulled_invoice_invoices_nothing(system: System) -> None:
    system.invoices.answers["ListInvoices"] = invoices_service_pb2.ListInvoicesResponse(
        invoices=[an_invoice(state=invoice_pb2.INVOICE_STATE_ANNULLED)]
    )
    row = (await check(system))["rows"][0]
    assert (row["outcome"], row["done"], row["billed"]) == ("not_billed", 3, 0)
    assert (row["invoice_number"], row["invoice_annulled"]) == ("RK-2026/00042", True)
    asked = system.invoices.last("ListInvoices").filter
    assert list(asked.invoice_ids) == [INVOICE_ID]
    assert list(asked.states) == [invoice_pb2.INVOICE_STATE_ANNULLED]


async def test_the_days_of_the_month_are_asked_for(system: System) -> None:
    await check(system, f"/api/visits/check?year=2024&month=2&client_id={CLIENT_ID}")
    asked = system.autogen.last("ListContractedPeriods")
    assert list(asked.filter.client_ids) == [CLIENT_ID]
    assert (getattr(asked, "from"), asked.to) == (day("2024-02-01"), day("2024-02-29"))
    assert system.visits.last("ListBillableUnits") == pb.ListBillableUnitsRequest(
        year=2024, month=2, client_id=CLIENT_ID, page_size=1000
    )


async def test_visits_are_counted_on_the_days_of_each_period(system: System) -> None:
    quarter = a_contracted_period(starts_on=day("2026-01-01"), unit_id="")
    system.autogen.answers["ListContractedPeriods"] = contracted(quarter)
    system.visits.answers["ListBillableUnits"] = None
    await check(system)
    (asked,) = system.visits.last("CountVisits").ranges
    assert (asked.client_id, asked.unit_id) == (CLIENT_ID, "")
    assert (getattr(asked, "from"), asked.to) == (day("2026-01-01"), day("2026-03-31"))


async def test_a_period_is_judged_in_the_month_of_its_last_day(system: System) -> None:
    ending = a_contracted_period(starts_on=day("2026-02-15"), ends_on=day("2026-03-14"))
    going_on = a_contracted_period(starts_on=day("2026-03-15"), ends_on=day("2026-04-14"))
    system.autogen.answers["ListContractedPeriods"] = contracted(ending, going_on)
    # Both together have all days of this unit.
    system.visits.answers["ListBillableUnits"] = pb.ListBillableUnitsResponse(
        units=[pb.BillableUnit(client_id=CLIENT_ID, unit_id=UNIT_ID)]
    )
    (row,) = (await check(system))["rows"]
    assert (row["from"], row["to"], row["done"]) == ("2026-02-15", "2026-03-14", 3)


async def test_visits_to_invoice_count_on_the_days_that_no_contract_has(system: System) -> None:
    beginning = a_contracted_period(starts_on=day("2026-03-11"), ends_on=day("2026-04-10"))
    system.autogen.answers["ListContractedPeriods"] = contracted(beginning)
    system.visits.answers["ListBillableUnits"] = pb.ListBillableUnitsResponse(
        units=[
            pb.BillableUnit(client_id=CLIENT_ID, unit_id=UNIT_ID),
            pb.BillableUnit(client_id=OTHER_CLIENT_ID, unit_id=OTHER_UNIT_ID),
        ]
    )
    system.visits.answers["CountVisits"] = counting(
        lambda one: (
            range_counts((UNIT_ID, "", 5, 2), (UNIT_ID, "Logi", 1, 1))
            if one.unit_id == UNIT_ID
            else range_counts()
        )
    )
    (row,) = (await check(system))["rows"]
    assert (row["unit_id"], row["from"], row["to"]) == (UNIT_ID, "2026-03-01", "2026-03-10")
    assert (row["done"], row["outcome"]) == (3, "no_contract")


async def test_a_contract_of_the_whole_client_has_its_units(system: System) -> None:
    system.autogen.answers["ListContractedPeriods"] = contracted(a_contracted_period(unit_id=""))
    system.visits.answers["CountVisits"] = counting(
        lambda _: range_counts((UNIT_ID, "", 3, 0), (OTHER_UNIT_ID, "", 1, 1))
    )
    (row,) = (await check(system))["rows"]
    assert (row["unit_id"], row["done"], row["outcome"]) == (None, 4, "ok")


async def test_only_what_is_flagged_is_given_when_it_is_asked_for(system: System) -> None:
    good = a_contracted_period(contracted=3, billed=3)
    system.autogen.answers["ListContractedPeriods"] = contracted(good)
    everything = await check(system)
    assert [row["outcome"] for row in everything["rows"]] == ["no_contract", "ok"]
    flagged = await check(system, f"{MARCH}&flagged=true")
    assert flagged["rows"] == everything["rows"][:1]
    assert (everything["count"], flagged["count"]) == (2, 1)
    assert everything["flagged"] == flagged["flagged"] == 1


async def test_rows_of_one_outcome_are_in_the_order_of_names(system: System) -> None:
    names = {CLIENT_ID: "SIA Žagars", OTHER_CLIENT_ID: "SIA Čakste"}
    system.clients.answers["BatchGetClients"] = clients_service_pb2.BatchGetClientsResponse(
        clients=[a_client(id=one, name_shown=name) for one, name in names.items()]
    )
    system.autogen.answers["ListContractedPeriods"] = contracted(
        a_contracted_period(client_id=CLIENT_ID),
        a_contracted_period(client_id=OTHER_CLIENT_ID),
        a_contracted_period(unit_id=OTHER_UNIT_ID, contracted=2, billed=2),
    )
    system.visits.answers["ListBillableUnits"] = None
    rows = (await check(system))["rows"]
    assert [(row["outcome"], row["client_name"]) for row in rows] == [
        ("overbilled", "SIA Čakste"),
        ("overbilled", "SIA Žagars"),
        ("over", "SIA Žagars"),
    ]


async def test_everything_is_read_page_by_page_and_counted_500_at_once(system: System) -> None:
    def page(
        request: autogen_service_pb2.ListContractedPeriodsRequest,
    ) -> autogen_service_pb2.ListContractedPeriodsResponse:
        some = [a_contracted_period() for _ in range(400)]
        return contracted(*some, token="" if request.page_token else "more")

    def units(request: pb.ListBillableUnitsRequest) -> pb.ListBillableUnitsResponse:
        unit_id = OTHER_UNIT_ID if request.page_token else UNIT_ID
        return pb.ListBillableUnitsResponse(
            units=[pb.BillableUnit(client_id=OTHER_CLIENT_ID, unit_id=unit_id)],
            next_page_token="" if request.page_token else "more",
        )

    system.autogen.answers["ListContractedPeriods"] = page
    system.visits.answers["ListBillableUnits"] = units
    found = await check(system)
    assert found["count"] == 802
    asked = [request for name, request, _ in system.visits.calls if name == "CountVisits"]
    assert sorted(len(request.ranges) for request in asked) == [302, 500]


async def test_no_more_than_a_thousand_rows_are_given_and_all_are_counted(system: System) -> None:
    system.autogen.answers["ListContractedPeriods"] = contracted(*[a_contracted_period()] * 1100)
    found = await check(system)
    assert (len(found["rows"]), found["count"], found["flagged"]) == (1000, 1101, 1101)


@pytest.mark.parametrize(
    ("part", "method"),
    [
        ("autogen", "ListContractedPeriods"),
        ("visits", "ListBillableUnits"),
        ("visits", "CountVisits"),
        ("invoices", "ListInvoices"),
    ],
)
async def test_nothing_is_said_when_a_part_does_not_answer(
    system: System, part: str, method: str
) -> None:
    problem: Problem = Unavailable("away", reason="AWAY")
    getattr(system, part).answers[method] = problem
    answer = await system.http.get(MARCH)
    assert answer.status_code == 503
    assert answer.json()["reason"] == "AWAY"
    assert "rows" not in answer.json()


async def test_rows_come_without_names_when_the_clients_service_is_away(system: System) -> None:
    system.clients.answers["BatchGetClients"] = Unavailable("away")
    rows = (await check(system))["rows"]
    assert {row["client_name"] for row in rows} == {None}
    assert len(rows) == 2


@pytest.mark.parametrize(
    "query", ["", "year=2026", "month=3", "year=2026&month=13", "year=2026&month=3&unit_id=1"]
)
async def test_a_query_without_a_month_or_with_something_else_is_refused(
    http: httpx2.AsyncClient, query: str
) -> None:
    assert (await http.get(f"/api/visits/check?{query}")).status_code == 422
