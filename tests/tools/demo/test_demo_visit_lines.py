from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kit.dates import date_from_pb, instant_from_pb
from kit.grpc_server import check_message
from services.autogen.model.template import check_template
from sysapi.autogen.v1 import line_pb2
from sysapi.visits.v1 import visit_pb2
from tools.demo.clients import client
from tools.demo.history import SLICES
from tools.demo.visit_lines import visit_lines_of
from tools.demo.visits import contracted_month, visits_of

TODAY = date(2026, 11, 26)
UNTIL = TODAY.toordinal() - 1
BILLED_FROM, _ = contracted_month(TODAY)
CLIENTS = 1500


def lines_of(index: int, slices: int = SLICES) -> list[line_pb2.Line]:
    return visit_lines_of(client(index, 2006), index, 2006, slices, TODAY)


def visits_at(index: int) -> list[visit_pb2.Visit]:
    found = visits_of(client(index, 2006), index, 2006, SLICES, UNTIL, billed_from=BILLED_FROM)
    return [visit for site in found for visit in site.visits]


@pytest.fixture(scope="module")
def lines() -> dict[int, list[line_pb2.Line]]:
    return {index: found for index in range(CLIENTS) if (found := lines_of(index))}


def test_lines_for_visits_keep_the_rules_and_begin_with_the_last_month(lines):
    for found in lines.values():
        for line in found:
            check_message(line)
            check_template(line.template)
            assert date_from_pb(line.valid_from) == date(2026, 10, 1)
            assert line.visits_per_period > 0


def test_most_lines_say_as_many_visits_as_were_planned_and_some_one_more(lines):
    differences = Counter[int]()
    for index, found in lines.items():
        planned = Counter[str]()
        for visit in visits_at(index):
            on = visit.planned_start.ToDatetime().date()
            planned[visit.unit_id] += (on.year, on.month) == (2026, 10)
        for line in found:
            differences[line.visits_per_period - planned[line.unit_id]] += 1
    assert set(differences) == {0, 1}
    assert 0.05 < differences[1] / differences.total() < 0.3


def test_nearly_all_visits_to_invoice_since_the_lines_began_are_at_units_with_one(lines):
    with_line = {line.unit_id for found in lines.values() for line in found}
    places = Counter[bool]()
    for index in range(CLIENTS):
        for visit in visits_at(index):
            if visit.billable and instant_from_pb(visit.planned_start).date() >= BILLED_FROM:
                places[visit.unit_id in with_line] += 1
    assert 0 < places[False] / places.total() < 0.08


def test_a_unit_without_visits_at_a_scale_has_no_line_at_it(lines):
    some = [line for index in lines for line in lines_of(index, SLICES // 2)]
    assert 0 < len(some) < sum(map(len, lines.values()))
