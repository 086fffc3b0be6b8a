"""The rule of the check "contracted, done, invoiced": pure functions of contracted periods and of counts of visits.

- A period is judged in the month of its last day. One that is not over yet is only told of.
- A contract for a unit has the visits of that unit. A contract for a client as a whole has those of its units without a contract of
  their own.
- The only contract of a place has all of its visits. Of several, each has the visits whose kind is its service; visits of another kind
  fill up what the contracts lack, one after the other, and those beyond count to the first, as long as all have the same days: else
  nobody knows to which.
- An annulled invoice invoices nothing. A credit note does not say for which visits it is: it changes nothing here.
- Visits that are to be invoiced on days that no contract of their unit has are told of as such: nothing else would invoice them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kit.latvian.fold import fold

Outcome = Literal[
    "overbilled", "not_billed", "short", "over", "no_contract", "open", "to_bill", "waived", "ok"
]
FLAGGED: tuple[Outcome, ...] = ("overbilled", "not_billed", "short", "over", "no_contract")
"""What somebody should look at, worst first."""

Days = tuple[date, date]
"""First and last day, both included."""

_DAY = timedelta(days=1)
_OTHER = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """A period of a line; `unit_id` is empty for the client as a whole, `status` is that of the ledger, `billed` counts visits."""

    client_id: str
    unit_id: str
    line_id: str
    service: str
    starts_on: date
    ends_on: date
    issue_on: date
    status: str
    contracted: int
    billed: int
    invoice_id: str = ""
    invoice_number: str = ""
    invoice_annulled: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """Client and unit."""
        return self.client_id, self.unit_id

    @property
    def days(self) -> Days:
        """Its days."""
        return self.starts_on, self.ends_on

    def annulled(self) -> Contract:
        """The same with an invoice that counts no more."""
        return replace(self, billed=0, invoice_annulled=True)


@dataclass(frozen=True, slots=True)
class Done:
    """Visits of one kind that were done at a unit."""

    unit_id: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check says of some days of a client or a unit; without a contract of visits that are to be invoiced by themselves."""

    client_id: str
    unit_id: str
    starts_on: date
    ends_on: date
    done: int
    outcome: Outcome
    contract: Contract | None = None


def outcome_of(contract: Contract, done: int, today: date) -> Outcome:
    """What is to be said of a contract of which so many visits were done."""
    if contract.ends_on >= today:
        return "open"
    if contract.status == "waived":
        return "waived"
    if contract.billed > done:
        return "overbilled"
    is_coming = not contract.billed and contract.status != "skipped" and contract.issue_on >= today
    if done and not contract.billed and not is_coming:
        return "not_billed"
    if done != contract.contracted:
        return "short" if done < contract.contracted else "over"
    return "to_bill" if is_coming else "ok"


def visits_done(
    judged: Sequence[Contract], found: Sequence[Iterable[Done]], contracts: Iterable[Contract]
) -> list[int]:
    """Of each judged contract the visits that count for it.

    `found` has the visits of its days, of its unit or of the whole client; `contracts` are all that have a day of the month.
    """
    at_place: defaultdict[tuple[str, str], list[Contract]] = defaultdict(list)
    for contract in contracts:
        at_place[contract.place].append(contract)
    together: defaultdict[tuple[tuple[str, str], Days], list[int]] = defaultdict(list)
    for index, contract in enumerate(judged):
        together[contract.place, contract.days].append(index)
    done = [0] * len(judged)
    for (place, days), indexes in together.items():
        rivals = at_place[place]
        names = {fold(one.service) for one in rivals}
        counts = Counter[str]()
        for one in found[indexes[0]]:
            if place[1] or (place[0], one.unit_id) not in at_place:
                name = fold(one.kind)
                counts[name if name in names else _OTHER] += one.count
        is_certain = all(one.days == days for one in rivals)
        shares = _spread([judged[index] for index in indexes], counts, is_certain=is_certain)
        for index, share in zip(indexes, shares, strict=True):
            done[index] = share
    return done


def uncovered(month: Days, contracts: Iterable[Contract]) -> list[Days]:
    """The days of the month that none of the contracts has."""
    found: list[Days] = []
    day, last = month
    for starts_on, ends_on in sorted(one.days for one in contracts):
        if starts_on > day:
            found.append((day, starts_on - _DAY))
        day = max(day, ends_on + _DAY)
    if day <= last:
        found.append((day, last))
    return found


def _spread(
    contracts: Sequence[Contract], counts: Mapping[str, int], *, is_certain: bool
) -> list[int]:
    left = Counter(counts)
    shares = [0] * len(contracts)
    services = [fold(one.service) for one in contracts]
    for names in (services, [_OTHER] * len(contracts)):
        for index, (contract, name) in enumerate(zip(contracts, names, strict=True)):
            share = min(max(0, contract.contracted - shares[index]), left[name])
            shares[index] += share
            left[name] -= share
    for index, name in enumerate(services):
        shares[index] += left.pop(name, 0)
    if is_certain:
        shares[0] += left[_OTHER]
    return shares
