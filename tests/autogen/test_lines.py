"""Lines, prices, the forecast, and what is published."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from kit.dates import date_from_pb
from kit.errors import AlreadyExists, Conflict, Invalid, NotFound, Precondition
from services.autogen.model.tables import OUTBOX
from sysapi.autogen.v1 import autogen_service_pb2 as pb
from sysapi.autogen.v1 import client_schedule_pb2, line_pb2
from tests.autogen.conftest import World, amount_of, day, line_message


async def published(world: World, client: str) -> list[client_schedule_pb2.ClientScheduleChanged]:
    rows = OUTBOX.rows
    query = select(rows.c.subject, rows.c.payload).where(rows.c.aggregate_id == uuid.UUID(client))
    async with world.database.read() as session:
        found = (await session.execute(query.order_by(rows.c.version))).all()
    assert {one.subject for one in found} <= {f"autogen.client_schedule.changed.v1.{client}"}
    return [
        client_schedule_pb2.ClientScheduleChanged.FromString(bytes(one.payload)) for one in found
    ]


async def indexation(world: World, client: str, **values) -> line_pb2.Indexation:
    change = pb.IndexationChange(filter=pb.LineFilter(client_ids=[client]), **values)
    getattr(change, "from").CopyFrom(day("2027-01-01"))
    request = pb.ApplyIndexationRequest(change=change)
    return (await world.call("ApplyIndexation", request)).indexation


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"template": "{mēnes}"}, "TEMPLATE_INVALID"),
        ({"valid_from": "2027-03-30", "anchor_day": 31}, "RULE_INVALID"),
        ({"quantity": "0"}, "AMOUNT_INVALID"),
        ({"valid_to": "2026-01-01"}, "DATE_INVALID"),
        ({"quantity": "1.2345"}, "FIELD_INVALID"),
        ({"every_months": 0}, "FIELD_INVALID"),
    ],
)
async def test_a_line_that_cannot_work_is_refused(world: World, client: str, wrong, reason: str):
    with pytest.raises(Invalid) as refused:
        await world.line(client, **wrong)
    assert refused.value.reason == reason


async def test_a_line_is_of_a_client_and_a_unit_that_are_there(world: World, client: str):
    with pytest.raises(NotFound) as refused:
        await world.line(client, unit_id=str(uuid.uuid4()))
    assert refused.value.reason == "UNIT_NOT_FOUND"
    world.clients.missing.add(client)
    with pytest.raises(NotFound) as refused:
        await world.line(client)
    assert refused.value.reason == "CLIENT_NOT_FOUND"


async def test_the_language_of_texts_is_that_of_the_client(world: World, client: str):
    world.clients.languages[client] = "en"
    line = await world.line(client, template="Security, {month} {year}")
    assert line.next_text == "Security, December 2026"


async def test_the_same_request_enters_one_line(world: World, client: str):
    request = pb.CreateLineRequest(line=line_message(client), request_id=str(uuid.uuid4()))
    first, second = await world.call("CreateLine", request), await world.call("CreateLine", request)
    assert first == second
    with pytest.raises(AlreadyExists):
        await world.line(client, id=first.line.id)


async def test_a_batch_entered_again_changes_nothing(world: World, client: str):
    lines = [line_message(client, id=str(uuid.uuid4())) for _ in range(3)]
    request = pb.CreateLinesRequest(lines=lines)
    answer = await world.call("CreateLines", request)
    assert (answer.created, answer.unchanged) == (3, 0)
    changed = await world.update(await world.get(lines[0].id), service="Cits")
    answer = await world.call("CreateLines", request)
    assert (answer.created, answer.unchanged) == (0, 3)
    assert await world.get(changed.id) == changed


async def test_a_stale_etag_is_refused_and_changes_nothing(world: World, client: str):
    line = await world.line(client)
    await world.update(line, service="Pirmais")
    with pytest.raises(Conflict) as refused:
        await world.update(line, service="Otrais")
    assert refused.value.reason == "ETAG_MISMATCH"
    assert (await world.get(line.id)).service == "Pirmais"


async def test_when_periods_begin_is_fixed_once_one_fell_due(world: World, client: str):
    line = await world.line(client)
    line = await world.update(
        line, rule=line_pb2.Rule(every_months=3), valid_from=day("2026-12-05")
    )
    assert date_from_pb(line.next_on) == date(2026, 12, 5)
    await world.run("2026-12-26")
    line = await world.get(line.id)
    with pytest.raises(Precondition) as refused:
        await world.update(line, rule=line_pb2.Rule(every_months=1))
    assert refused.value.reason == "LINE_STARTED"
    later = line_pb2.Rule(every_months=3, issue_offset_days=5)
    assert (await world.update(line, rule=later)).rule.issue_offset_days == 5


async def test_lines_come_in_pages_with_the_count_of_the_filter(world: World, client: str):
    for _ in range(5):
        await world.line(client)
    chosen = pb.LineFilter(client_ids=[client], states=[line_pb2.LINE_STATE_ACTIVE])
    seen, token, count = [], "", 0
    while True:
        request = pb.ListLinesRequest(filter=chosen, page_size=2, page_token=token)
        answer = await world.call("ListLines", request)
        count = count or answer.count
        seen += [one.id for one in answer.lines]
        token = answer.next_page_token
        if not token:
            break
    assert count == 5
    assert len(seen) == 5
    assert seen == sorted(set(seen))


async def test_the_forecast_is_what_is_then_made(world: World, client: str):
    await world.line(client, service="A", valid_from="2026-12-31", anchor_day=31)
    await world.line(client, service="B", every_months=3, unit_price="9.99")
    request = pb.GetForecastRequest(client_id=client)
    foreseen = (await world.call("GetForecast", request)).invoices
    assert len(foreseen) == 11 + 4
    for on in sorted({date_from_pb(one.issue_on) for one in foreseen}):
        world.today_is(on)
        await world.run()
    said = [[(one.text, amount_of(one.net)) for one in row.lines] for row in foreseen]
    made = [
        [(one.text, amount_of(one.net)) for one in row.lines] for row in await world.issued(client)
    ]
    assert made == said


async def test_the_forecast_of_all_comes_by_client(world: World):
    clients = sorted(str(uuid.uuid4()) for _ in range(3))
    for one in clients:
        await world.line(one)
    seen, token = [], ""
    while True:
        request = pb.GetForecastRequest(months=1, page_size=2, page_token=token)
        answer = await world.call("GetForecast", request)
        seen += [one.client_id for one in answer.invoices]
        token = answer.next_page_token
        if not token:
            break
    assert seen == clients


async def test_what_comes_next_is_published_with_each_change(world: World, client: str):
    first = await world.line(client)
    await world.line(client, unit_price="25")
    await world.line(client, valid_from="2027-01-10")
    pause = pb.PauseLineRequest(line_id=first.id, etag=first.etag, reason="Remonts")
    await world.call("PauseLine", pause)
    events = await published(world, client)
    assert [
        (f"{date_from_pb(one.next_on)}", amount_of(one.next_net), one.active_lines)
        for one in events
    ] == [
        ("2026-12-01", Decimal(100), 1),
        ("2026-12-01", Decimal(125), 2),
        ("2026-12-01", Decimal(125), 3),
        ("2026-12-01", Decimal(25), 2),
    ]
    assert [one.version for one in events] == [1, 2, 3, 4]
    world.today_is("2026-12-01")
    await world.run()
    last = (await published(world, client))[-1]
    assert (date_from_pb(last.next_on), amount_of(last.next_net)) == (date(2027, 1, 1), Decimal(25))
    listed = await world.call("ListClientSchedules", pb.ListClientSchedulesRequest())
    assert list(listed.clients) == [last]
    one = await world.call("GetClientSchedule", pb.GetClientScheduleRequest(client_id=client))
    assert one.schedule.next_on == last.next_on


async def test_an_indexation_is_previewed_applied_and_taken_back(world: World, client: str):
    line = await world.line(client, unit_price="33.33")
    await world.line(client, unit_price="0.125", quantity="1000")
    change = pb.IndexationChange(filter=pb.LineFilter(client_ids=[client]), percent="4.5")
    getattr(change, "from").CopyFrom(day("2027-01-01"))
    preview = await world.call("PreviewIndexation", pb.PreviewIndexationRequest(change=change))
    assert sorted((one.old_price, one.new_price) for one in preview.lines) == [
        ("0.125", "0.131"), ("33.33", "34.83"),
    ]  # fmt: skip
    assert amount_of(preview.old_year_net) == Decimal("1899.96")
    assert amount_of(preview.new_year_net) == Decimal("1989.96")
    applied = await indexation(world, client, percent="4.5")
    assert applied.lines == 2
    assert [one.unit_price for one in (await world.get(line.id)).prices] == ["33.33", "34.83"]
    undo = pb.UndoIndexationRequest(indexation_id=applied.id)
    assert (await world.call("UndoIndexation", undo)).indexation.undone
    assert [one.unit_price for one in (await world.get(line.id)).prices] == ["33.33"]
    with pytest.raises(Precondition) as refused:
        await world.call("UndoIndexation", undo)
    assert refused.value.reason == "INDEXATION_UNDONE"


async def test_an_indexation_that_was_invoiced_stays(world: World, client: str):
    await world.line(client)
    applied = await indexation(world, client, amount="2.5")
    world.today_is("2026-12-01")
    await world.run()
    world.today_is("2027-01-01")
    await world.run()
    assert [amount_of(one.net) for one in await world.ledger(client)] == [
        Decimal(100), Decimal("102.5"),
    ]  # fmt: skip
    with pytest.raises(Precondition) as refused:
        await world.call("UndoIndexation", pb.UndoIndexationRequest(indexation_id=applied.id))
    assert refused.value.metadata["used"] == "1"
    (listed,) = (await world.call("ListIndexations", pb.ListIndexationsRequest())).indexations
    assert (listed.id, listed.used, listed.undone) == (applied.id, 1, False)
