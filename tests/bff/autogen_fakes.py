"""Answers of a healthy autogen service: one monthly line, its ledger and its forecast."""

from __future__ import annotations

from typing import Any

from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import line_pb2
from sysapi.invoices.v1 import invoice_pb2
from tests.bff.fakes import CLIENT_ID, UNIT_ID
from tests.bff.money_fakes import INVOICE_ID, day, euros

LINE_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f001"
PERIOD_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f002"
INDEXATION_ID = "0b9dd0a4-7f0c-4c26-9c66-3e7a4ef0f003"


def a_price(first: str, price: str, indexation: str = "") -> line_pb2.Price:
    found = line_pb2.Price(unit_price=price, indexation_id=indexation)
    getattr(found, "from").CopyFrom(day(first))
    return found


def a_line(**fields: Any) -> line_pb2.Line:
    line = line_pb2.Line(
        id=LINE_ID,
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        service="Apsardze",
        template="Apsardze par {mēnesi} {gads}",
        language="lv",
        quantity="1",
        unit="mēn.",
        unit_price="105.00",
        prices=[
            a_price("2025-01-01", "100.00"),
            a_price("2026-01-01", "105.00", INDEXATION_ID),
        ],
        vat_category=invoice_pb2.VAT_CATEGORY_STANDARD,
        vat_rate="21",
        rule=line_pb2.Rule(
            every_months=1,
            anchor_day=31,
            timing=line_pb2.TIMING_IN_ARREARS,
            issue_offset_days=-2,
            shift=line_pb2.BUSINESS_DAY_SHIFT_BEFORE,
        ),
        valid_from=day("2025-01-01"),
        state=line_pb2.LINE_STATE_ACTIVE,
        next_on=day("2026-04-28"),
        next_net=euros("105"),
        next_text="Apsardze par aprīli 2026",
        waiting=1,
        version=2,
        etag="v2",
    )
    line.create_time.FromJsonString("2025-01-01T10:00:00Z")
    line.MergeFrom(line_pb2.Line(**fields))
    return line


def a_period() -> line_pb2.Period:
    return line_pb2.Period(
        id=PERIOD_ID,
        line_id=LINE_ID,
        client_id=CLIENT_ID,
        service="Apsardze",
        number=14,
        starts_on=day("2026-03-01"),
        ends_on=day("2026-03-31"),
        issue_on=day("2026-03-27"),
        state=line_pb2.PERIOD_STATE_MADE,
        text="Apsardze par martu 2026",
        net=euros("105"),
        invoice_id=INVOICE_ID,
        invoice_number="RK-2026/00042",
    )


def a_contracted_period(**fields: Any) -> line_pb2.ContractedPeriod:
    values = {
        "line_id": LINE_ID,
        "client_id": CLIENT_ID,
        "unit_id": UNIT_ID,
        "service": "Telpu uzkopšana",
        "starts_on": day("2026-03-01"),
        "ends_on": day("2026-03-31"),
        "issue_on": day("2026-03-01"),
        "state": line_pb2.PERIOD_STATE_MADE,
        "contracted": 4,
        "billed": 4,
        "invoice_id": INVOICE_ID,
        "invoice_number": "RK-2026/00042",
    }
    return line_pb2.ContractedPeriod(**(values | fields))


def a_planned_invoice(issue_on: str, net: str = "105") -> line_pb2.PlannedInvoice:
    return line_pb2.PlannedInvoice(
        client_id=CLIENT_ID,
        unit_id=UNIT_ID,
        issue_on=day(issue_on),
        lines=[
            line_pb2.PlannedLine(
                line_id=LINE_ID,
                number=15,
                starts_on=day("2026-04-01"),
                ends_on=day("2026-04-30"),
                service="Apsardze",
                text="Apsardze par aprīli 2026",
                quantity="1",
                unit="mēn.",
                unit_price="105.00",
                net=euros(net),
            )
        ],
        net=euros(net),
    )


def an_indexation(**fields: Any) -> line_pb2.Indexation:
    found = line_pb2.Indexation(id=INDEXATION_ID, percent="5", lines=3, create_actor="anna")
    getattr(found, "from").CopyFrom(day("2026-01-01"))
    found.MergeFrom(line_pb2.Indexation(**fields))
    return found


def good_autogen(fake: Any) -> None:
    """Answers of a healthy autogen service."""
    fake.answers |= {
        "ListLines": pb.ListLinesResponse(lines=[a_line()], count=1),
        "CreateLine": pb.CreateLineResponse(line=a_line()),
        "GetLine": pb.GetLineResponse(line=a_line()),
        "UpdateLine": pb.UpdateLineResponse(line=a_line(etag="v3")),
        "PauseLine": pb.PauseLineResponse(
            line=a_line(state=line_pb2.LINE_STATE_PAUSED, paused_from=day("2026-04-01"))
        ),
        "ResumeLine": pb.ResumeLineResponse(line=a_line()),
        "EndLine": pb.EndLineResponse(line=a_line(state=line_pb2.LINE_STATE_ENDED)),
        "SetPrice": pb.SetPriceResponse(line=a_line()),
        "GetForecast": pb.GetForecastResponse(
            invoices=[
                a_planned_invoice("2026-04-28"),
                a_planned_invoice("2026-04-29", "0.01"),
                a_planned_invoice("2027-01-28"),
            ]
        ),
        "Run": pb.RunResponse(
            made=2,
            failed=1,
            invoices=1,
            net=euros("210"),
            failures=[pb.RunFailure(period_id=PERIOD_ID, line_id=LINE_ID, error_code="X")],
        ),
        "ListPeriods": pb.ListPeriodsResponse(periods=[a_period()]),
        "ListContractedPeriods": pb.ListContractedPeriodsResponse(periods=[a_contracted_period()]),
        "ApprovePeriods": pb.ApprovePeriodsResponse(periods=[a_period()]),
        "WaivePeriods": pb.WaivePeriodsResponse(periods=[a_period()]),
        "PreviewIndexation": pb.PreviewIndexationResponse(
            count=1,
            lines=[
                pb.IndexedLine(
                    line_id=LINE_ID,
                    client_id=CLIENT_ID,
                    service="Apsardze",
                    old_price="100.00",
                    new_price="105.00",
                )
            ],
            old_year_net=euros("1200"),
            new_year_net=euros("1260"),
        ),
        "ApplyIndexation": pb.ApplyIndexationResponse(indexation=an_indexation()),
        "UndoIndexation": pb.UndoIndexationResponse(indexation=an_indexation(undone=True)),
        "ListIndexations": pb.ListIndexationsResponse(indexations=[an_indexation()]),
    }
