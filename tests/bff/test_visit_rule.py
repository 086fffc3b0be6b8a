"""The rule of the check: contracted 4, done 3, invoiced 4 is what somebody should look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.bff.visit_rule import Contract, Days, Done, outcome_of, uncovered, visits_done

MARCH: Days = (date(2026, 3, 1), date(2026, 3, 31))
TODAY = date(2026, 4, 10)
MONTHLY = Contract(
    client_id="client",
    unit_id="unit",
    line_id="line",
    service="Telpu uzkopšana",
    starts_on=MARCH[0],
    ends_on=MARCH[1],
    issue_on=date(2026, 3, 1),
    status="made",
    contracted=4,
    billed=4,
)
QUARTERLY = replace(
    MONTHLY, line_id="quarter", service="Logu mazgāšana", starts_on=date(2026, 1, 1), contracted=1
)
WHOLE = replace(MONTHLY, unit_id="", line_id="whole", service="Apkope")
UNBILLED = replace(MONTHLY, status="planned", billed=0)


@pytest.mark.parametrize(
    ("contract", "done", "outcome"),
    [
        (MONTHLY, 4, "ok"),
        (MONTHLY, 3, "overbilled"),
        (MONTHLY, 0, "overbilled"),
        (MONTHLY, 5, "over"),
        (UNBILLED, 4, "not_billed"),
        (UNBILLED, 1, "not_billed"),
        (UNBILLED, 0, "short"),
        (replace(UNBILLED, status="failed"), 4, "not_billed"),
        (replace(UNBILLED, status="skipped", contracted=0), 0, "ok"),
        (replace(UNBILLED, status="skipped", contracted=0), 1, "not_billed"),
        (replace(UNBILLED, status="skipped", contracted=0, issue_on=TODAY), 1, "not_billed"),
        (replace(UNBILLED, status="waived"), 2, "waived"),
    ],
)
def test_what_differs_has_a_word(contract: Contract, done: int, outcome: str) -> None:
    assert outcome_of(contract, done, TODAY) == outcome


@pytest.mark.parametrize(
    ("done", "outcome"), [(4, "to_bill"), (3, "short"), (5, "over"), (0, "short")]
)
def test_what_is_invoiced_later_is_told_of_before_it_is(done: int, outcome: str) -> None:
    coming = replace(UNBILLED, issue_on=TODAY)
    assert outcome_of(coming, done, TODAY) == outcome
    assert outcome_of(replace(coming, issue_on=date(2026, 4, 9)), 4, TODAY) == "not_billed"


def test_a_period_is_judged_when_its_last_day_is_over() -> None:
    assert outcome_of(MONTHLY, 0, MARCH[1]) == "open"
    assert outcome_of(MONTHLY, 0, date(2026, 4, 1)) == "overbilled"


def test_the_only_contract_of_a_unit_has_all_of_its_visits() -> None:
    found = [[Done("unit", "Telpu uzkopšana", 2), Done("unit", "", 1), Done("unit", "Cits", 1)]]
    assert visits_done([MONTHLY], found, [MONTHLY]) == [4]


def test_of_several_contracts_each_has_the_visits_that_are_called_as_it_is() -> None:
    contracts = [MONTHLY, QUARTERLY]
    found = [
        [Done("unit", "telpu uzkopsana", 5), Done("unit", "Logu mazgāšana", 1)],
        [Done("unit", "TELPU UZKOPŠANA", 13), Done("unit", "Logu mazgāšana", 0)],
    ]
    assert visits_done(contracts, found, contracts) == [5, 0]


def test_visits_of_another_kind_fill_up_what_the_contracts_of_a_unit_lack() -> None:
    other = replace(MONTHLY, line_id="other", service="Logu mazgāšana", contracted=2)
    contracts = [MONTHLY, other]
    found = [[Done("unit", "Telpu uzkopšana", 3), Done("unit", "", 2)]]
    assert visits_done(contracts, found * 2, contracts) == [4, 1]
    more = [[Done("unit", "Telpu uzkopšana", 3), Done("unit", "", 5)]]
    assert visits_done(contracts, more * 2, contracts) == [6, 2]


def test_visits_beyond_contracts_of_different_days_count_to_none() -> None:
    contracts = [MONTHLY, QUARTERLY]
    found = [[Done("unit", "", 5)], [Done("unit", "", 14)]]
    assert visits_done(contracts, found, contracts) == [4, 1]


def test_a_contract_that_is_not_over_yet_keeps_its_visits() -> None:
    coming = replace(QUARTERLY, ends_on=date(2026, 5, 31))
    found = [[Done("unit", "Logu mazgāšana", 1), Done("unit", "Telpu uzkopšana", 4)]]
    assert visits_done([MONTHLY], found, [MONTHLY, coming]) == [4]


def test_two_contracts_of_one_service_share_its_visits() -> None:
    contracts = [MONTHLY, replace(MONTHLY, line_id="second", contracted=2)]
    found = [[Done("unit", "Telpu uzkopšana", 7)]] * 2
    assert visits_done(contracts, found, contracts) == [5, 2]


def test_the_contract_of_a_whole_client_has_the_units_without_one_of_their_own() -> None:
    contracts = [WHOLE, MONTHLY]
    found = [
        [Done("unit", "", 4), Done("second", "", 1), Done("third", "Apkope", 2)],
        [Done("unit", "", 4)],
    ]
    assert visits_done(contracts, found, contracts) == [3, 4]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ([], [(1, 31)]),
        ([(1, 31)], []),
        ([(10, 20)], [(1, 9), (21, 31)]),
        ([(15, 31), (1, 9)], [(10, 14)]),
        ([(1, 20), (5, 10)], [(21, 31)]),
    ],
)
def test_days_without_a_contract_are_what_its_contracts_leave(
    days: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    def of_march(pairs: list[tuple[int, int]]) -> list[Days]:
        return [(date(2026, 3, first), date(2026, 3, last)) for first, last in pairs]

    contracts = [replace(MONTHLY, starts_on=first, ends_on=last) for first, last in of_march(days)]
    assert uncovered(MARCH, contracts) == of_march(left)


def test_contracts_that_reach_out_of_the_month_leave_no_day_of_it() -> None:
    before = replace(MONTHLY, starts_on=date(2026, 2, 15), ends_on=date(2026, 3, 14))
    behind = replace(MONTHLY, starts_on=date(2026, 3, 15), ends_on=date(2026, 4, 14))
    assert uncovered(MARCH, [behind, before]) == []
