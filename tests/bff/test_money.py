from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx2
import pytest

from sysapi.invoices.v1 import client_money_pb2
from sysapi.invoices.v1 import invoices_service_pb2 as pb
from tests.bff.conftest import System
from tests.bff.fakes import CLIENT_ID, UNIT_ID
from tests.bff.money_fakes import a_client_money, day, euros

ADDRESS = f"/api/clients/{CLIENT_ID}"


def sums(rows: list[dict[str, Any]], field: str) -> Decimal:
    return sum((Decimal(row[field]["amount"]) for row in rows), Decimal(0))


@pytest.mark.parametrize("field", ["net", "gross"])
async def test_months_years_and_units_sum_to_the_same(http: httpx2.AsyncClient, field: str) -> None:
    found = (await http.get(f"{ADDRESS}/turnover")).json()
    whole = Decimal(found[field]["amount"])
    for rows in (found["months"], found["years"], found["units"]):
        assert sums(rows, field) == whole
    for year in found["years"]:
        cells = [
            cell
            for unit in found["units"]
            for cell in unit["years"]
            if cell["year"] == year["year"]
        ]
        assert sums(cells, field) == Decimal(year[field]["amount"])


async def test_turnover_has_years_and_months_and_what_belongs_to_no_unit(
    http: httpx2.AsyncClient,
) -> None:
    found = (await http.get(f"{ADDRESS}/turnover")).json()
    assert found["net"] == {"amount": "110.05", "currency": "EUR"}
    assert [unit["unit_id"] for unit in found["units"]] == [UNIT_ID, None]
    assert found["units"][1]["net"]["amount"] == "-0.05"
    assert [year["year"] for year in found["years"]] == [2026, 2025]
    assert [(month["year"], month["month"]) for month in found["months"]] == [
        (2025, 12), (2026, 1), (2026, 3),
    ]  # fmt: skip


async def test_paying_is_told_with_figures_ageing_and_strip(http: httpx2.AsyncClient) -> None:
    found = (await http.get(f"{ADDRESS}/paying")).json()
    assert found["net_12_months"]["amount"] == "1200.00"
    assert found["ageing"]["not_due"]["amount"] == "60.50"
    assert found["ageing"]["days_91_up"]["amount"] == "0.00"
    assert found["paying"] == {
        "count": 24,
        "amount": {"amount": "2904.00", "currency": "EUR"},
        "on_time_share": 0.75,
        "median_days_late": -2,
        "p90_days_late": 14,
        "trend_days": 0,
    }
    assert found["strip"][0]["days_late"] == -10
    assert found["as_of"] == "2026-03-31"


async def test_too_few_due_rows_tell_nothing_of_paying(system: System) -> None:
    money = a_client_money()
    money.paying.CopyFrom(client_money_pb2.Paying(count=2, amount=euros("10")))
    system.invoices.answers["GetClientMoney"] = pb.GetClientMoneyResponse(money=money)
    paying = (await system.http.get(f"{ADDRESS}/paying")).json()["paying"]
    assert paying["count"] == 2
    told = ("on_time_share", "median_days_late", "p90_days_late", "trend_days")
    assert [paying[name] for name in told] == [None] * 4


async def test_the_money_of_one_unit_is_asked_for(system: System) -> None:
    for path, call in (("turnover", "GetTurnover"), ("paying", "GetClientMoney")):
        assert (await system.http.get(f"{ADDRESS}/{path}?unit_id={UNIT_ID}")).status_code == 200
        assert system.invoices.last(call).unit_id == UNIT_ID
        assert (await system.http.get(f"{ADDRESS}/{path}?unit=x")).status_code == 422


async def test_a_statement_has_opening_rows_and_closing(system: System) -> None:
    query = f"from=2026-01-01&to=2026-03-31&as_of=2026-04-01&unit_id={UNIT_ID}"
    found = (await system.http.get(f"{ADDRESS}/statement?{query}")).json()
    assert found["opening"]["amount"] == "10.00"
    assert found["rows"][0]["kind"] == "payment"
    assert found["rows"][0]["amount"]["amount"] == "-100.00"
    assert found["closing"]["amount"] == "-90.00"
    request = system.invoices.last("GetStatement")
    assert getattr(request, "from") == day("2026-01-01")
    assert (request.to, request.as_of) == (day("2026-03-31"), day("2026-04-01"))
    assert request.unit_id == UNIT_ID


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("to=2026-03-31", "from"),
        ("from=2026-01-01&to=", "to"),
        ("from=2026-02-30&to=2026-03-31", "from"),
        ("from=2026-01-01&to=2026-03-31&as_of=today", "as_of"),
        ("from=2026-01-01&to=2026-03-31&asof=2026-01-01", "asof"),
    ],
)
async def test_a_bad_period_is_refused_with_its_name(
    http: httpx2.AsyncClient, query: str, field: str
) -> None:
    for path in ("statement", "statement.pdf", "statement.xlsx"):
        answer = await http.get(f"{ADDRESS}/{path}?{query}")
        assert answer.status_code == 422
        assert [item["field"] for item in answer.json()["fields"]] == [field]


async def test_a_statement_comes_as_a_file(system: System) -> None:
    query = "from=2026-01-01&to=2026-03-31&language=en"
    answer = await system.http.get(f"{ADDRESS}/statement.xlsx?{query}")
    assert answer.content == b"PK"
    name = "Izraksts%20%C4%80bols.xlsx"
    assert answer.headers["content-disposition"] == f"inline; filename*=UTF-8''{name}"
    request = system.invoices.last("RenderStatement")
    assert (request.format, request.language) == (pb.FILE_FORMAT_XLSX, "en")
    assert request.statement.client_id == CLIENT_ID
    await system.http.get(f"{ADDRESS}/statement.pdf?{query}")
    assert system.invoices.last("RenderStatement").format == pb.FILE_FORMAT_PDF
