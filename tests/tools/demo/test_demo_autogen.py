from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kit.dates import date_from_pb
from kit.grpc_server import check_message
from services.autogen.model.template import check_template
from sysapi.clients.v1 import client_pb2
from tools.demo.autogen_lines import lines_of
from tools.demo.clients import client

TODAY = date(2026, 11, 30)
CLIENTS = 1500


@pytest.fixture(scope="module")
def clients() -> list[client_pb2.Client]:
    return [client(index, 2006) for index in range(CLIENTS)]


@pytest.fixture(scope="module")
def lines(clients):
    return [lines_of(one, index, 2006, TODAY) for index, one in enumerate(clients)]


def test_lines_keep_the_rules_of_the_contract_and_begin_after_the_day_of_seeding(clients, lines):
    for one, found in zip(clients, lines, strict=True):
        for line, _ in found:
            check_message(line)
            check_template(line.template)
            assert date_from_pb(line.valid_from) > TODAY
            assert line.client_id == one.id
            assert not line.unit_id or line.unit_id in {unit.id for unit in one.units}


def test_the_shares_are_those_of_the_profile(clients, lines):
    active = sum(one.status == client_pb2.CLIENT_STATUS_ACTIVE for one in clients)
    assert 0.33 < sum(bool(found) for found in lines) / active < 0.43
    every = Counter(line.rule.every_months for found in lines for line, _ in found)
    assert 0.80 < every[1] / every.total() < 0.90
    paused = [is_paused for found in lines for _, is_paused in found]
    assert 0.05 < sum(paused) / len(paused) < 0.11
    assert max(len(found) for found in lines) <= 40


def test_the_same_seed_gives_the_same_lines(clients, lines):
    assert [lines_of(one, index, 2006, TODAY) for index, one in enumerate(clients[:200])] == (
        lines[:200]
    )
