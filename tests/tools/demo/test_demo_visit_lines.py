from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kit.dates import date_from_pb
from kit.grpc_server import check_message
from services.autogen.model.template import check_template
from sysapi.autogen.v1 import line_pb2
from tools.demo.clients import client
from tools.demo.history import SLICES
from tools.demo.visit_lines import visit_lines_of
from tools.demo.visits import visits_of

TODAY = date(2026, 11, 26)
CLIENTS = 1500


def lines_of(index: int, slices: int = SLICES) -> list[line_pb2.Line]:
    return visit_lines_of(client(index, 2006), index, 2006, slices, TODAY)


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
        for site in visits_of(client(index, 2006), index, 2006, SLICES, TODAY.toordinal()):
            for visit in site.visits:
                on = visit.planned_start.ToDatetime().date()
                planned[visit.unit_id] += (on.year, on.month) == (2026, 10)
        for line in found:
            differences[line.visits_per_period - planned[line.unit_id]] += 1
    assert set(differences) == {0, 1}
    assert 0.05 < differences[1] / differences.total() < 0.3


def test_a_unit_without_visits_at_a_scale_has_no_line_at_it(lines):
    some = [line for index in lines for line in lines_of(index, SLICES // 2)]
    assert 0 < len(some) < sum(map(len, lines.values()))
