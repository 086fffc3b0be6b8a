from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kit.dates import date_from_pb, instant_from_pb
from kit.grpc_server import check_message
from sysapi.visits.v1 import visit_pb2
from tools.demo.clients import client
from tools.demo.history import SLICES
from tools.demo.visits import SiteVisits, visits_of

UNTIL = date(2026, 11, 25).toordinal()
BILLED_FROM = date(2026, 10, 1)
CLIENTS = 1500


def sites_of(index: int, slices: int = SLICES, until: int = UNTIL) -> list[SiteVisits]:
    return list(visits_of(client(index, 2006), index, 2006, slices, until, billed_from=BILLED_FROM))


@pytest.fixture(scope="module")
def sites() -> list[SiteVisits]:
    return [site for index in range(CLIENTS) for site in sites_of(index)]


def test_visits_keep_the_rules_of_the_contract_and_are_over(sites):
    for site in sites:
        for visit in site.visits[::20]:
            check_message(visit)
            assert instant_from_pb(visit.planned_start).date().toordinal() <= UNTIL + 14
        if site.plan is not None:
            check_message(site.plan)
            assert date_from_pb(site.plan.starts_on).toordinal() > UNTIL


def test_the_shares_are_those_of_the_profile(sites):
    states = Counter(visit.state for site in sites for visit in site.visits)
    everything = sum(states.values())
    assert 0.02 < states[visit_pb2.VISIT_STATE_CANCELLED] / everything < 0.04
    assert states[visit_pb2.VISIT_STATE_PLANNED] == 0
    ids = [visit.id for site in sites for visit in site.visits]
    assert len(set(ids)) == len(ids)
    # 600 000 for 29 000 clients, of which the largest chain, which is among these, has some thousands.
    assert 15_000 < everything < 80_000


def test_a_later_day_only_adds_visits_and_a_larger_scale_only_sites():
    for index in range(300):
        early, late = sites_of(index, until=UNTIL - 90), sites_of(index)
        assert len(early) == len(late)
        for before, after in zip(early, late, strict=True):
            assert after.visits[: len(before.visits)] == before.visits
        few = {site.visits[0].id for site in sites_of(index, slices=2) if site.visits}
        assert few <= {site.visits[0].id for site in late if site.visits}
