"""Accounts: the lock of a client's money, and numbers of documents."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.invoices.errors import IssueOrder
from services.invoices.model.tables import (
    Account,
    Series,
    ServiceState,
    VatRate,
)
from services.invoices.model.vat import Rates

WHOLE_CLIENT = uuid.UUID(int=0)
"""Stands in the turnover for what is of no unit."""
ALL_UNITS = uuid.UUID(int=2**128 - 1)
"""Stands in the projections for a client with all of its units."""


async def lock_account(session: AsyncSession, client_id: uuid.UUID) -> Account:
    """The client's account, locked until the end of the transaction and made when it is not there."""
    await session.execute(
        insert(Account).values(client_id=client_id, version=0).on_conflict_do_nothing()
    )
    account = await session.scalar(
        select(Account)
        .where(Account.client_id == client_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert account is not None
    return account


async def page_of_accounts(
    session: AsyncSession, after: uuid.UUID | None, limit: int
) -> Sequence[Account]:
    """Accounts on which something was published, in order of client, behind that of the client `after`."""
    query = select(Account).where(Account.version > 0)
    if after is not None:
        query = query.where(Account.client_id > after)
    return (await session.scalars(query.order_by(Account.client_id).limit(limit))).all()


async def lock_accounts(
    session: AsyncSession, client_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Account]:
    """Accounts of many clients, locked in order of id and made when they are not there."""
    ids = sorted(client_ids)
    await session.execute(
        text("INSERT INTO account SELECT unnest(CAST(:ids AS uuid[])), 0 ON CONFLICT DO NOTHING"),
        {"ids": ids},
    )
    rows = await session.scalars(
        select(Account)
        .where(Account.client_id.in_(ids))
        .order_by(Account.client_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.client_id: row for row in rows}


async def raise_versions(
    session: AsyncSession, client_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, int]:
    """Counts a change of each of these accounts, which are locked; their new versions."""
    rows = await session.execute(
        update(Account)
        .where(Account.client_id.in_(client_ids))
        .values(version=Account.version + 1)
        .returning(Account.client_id, Account.version)
        .execution_options(synchronize_session=False)
    )
    return {row.client_id: row.version for row in rows}


# Whose figures are others on the day :today than they were on :told, though nothing was written: those who owe something, and those
# of whom a month has left a window. Of a month that is none of these windows nothing is told.
_ON_ANOTHER_DAY = text("""
    SELECT client_id
    FROM account
    WHERE version > 0 AND client_id > :after AND (
        EXISTS (SELECT FROM owed_day WHERE owed_day.client_id = account.client_id AND unit_id = :all_units)
        OR EXISTS (
            SELECT FROM client_month
            WHERE client_month.client_id = account.client_id
              AND (month >= CAST(:told_month AS date) - interval '11 months' AND month < CAST(:month AS date) - interval '11 months'
                   OR month >= date_trunc('year', CAST(:told_month AS date)) AND month < date_trunc('year', CAST(:month AS date)))
        )
        OR EXISTS (
            SELECT FROM paid_month
            CROSS JOIN (VALUES (interval '5 months'), (interval '11 months'), (interval '23 months')) AS windows (length)
            WHERE paid_month.client_id = account.client_id AND unit_id = :all_units
              AND month >= CAST(:told_month AS date) - length AND month < CAST(:month AS date) - length
        )
    )
    ORDER BY client_id
    LIMIT :limit
    FOR UPDATE OF account
""")


async def lock_changed_by_the_day(
    session: AsyncSession, told_on: date | None, today: date, after: uuid.UUID, limit: int
) -> Sequence[uuid.UUID]:
    """A page of the clients whose figures differ between the two days by the calendar alone; their accounts are locked."""
    values = {
        "told_month": (told_on or date(1900, 1, 1)).replace(day=1),
        "month": today.replace(day=1),
        "after": after,
        "limit": limit,
        "all_units": ALL_UNITS,
    }
    return (await session.scalars(_ON_ANOTHER_DAY, values)).all()


async def told_on(session: AsyncSession) -> date | None:
    """The day as of which every client's money was told."""
    return await session.scalar(select(ServiceState.told_on))


async def set_told_on(session: AsyncSession, day: date) -> None:
    """Every client's money was told as of this day."""
    await session.execute(update(ServiceState).values(told_on=day))


async def next_numbers(session: AsyncSession, series: str, on: date, count: int = 1) -> range:
    """The next numbers of the series in the year of the day.

    The series row stays locked until the end of the transaction: numbers have no gaps. Raises IssueOrder for a day before that of
    the last number.
    """
    first = insert(Series).values(name=series, year=on.year, last=count, last_on=on)
    row = (
        await session.execute(
            first.on_conflict_do_update(
                index_elements=[Series.name, Series.year],
                set_={"last": Series.last + count, "last_on": on},
                where=Series.last_on <= on,
            ).returning(Series.last)
        )
    ).first()
    if row is None:
        last = await session.scalar(
            select(Series.last_on).where(Series.name == series, Series.year == on.year)
        )
        assert last is not None
        raise IssueOrder(series, last)
    return range(row.last - count + 1, row.last + 1)


async def vat_rates(session: AsyncSession) -> Rates:
    """The whole table."""
    found: dict[tuple[str, Decimal], list[tuple[date, date | None]]] = {}
    for row in await session.scalars(select(VatRate)):
        found.setdefault((row.category, row.rate), []).append((row.valid_from, row.valid_to))
    return found


IS_TURNOVER = """
    invoice.state = 'issued' AND invoice.type <> 'advance' AND NOT EXISTS (
        SELECT FROM invoice AS credited
        WHERE credited.id = invoice.credited_invoice_id AND credited.type = 'advance'
    )
"""
"""Which rows of `invoice` are turnover: an advance is none, and so its credit note takes none back."""

_TURNOVER_TEMPLATE = """
    INSERT INTO turnover_month (client_id, month, unit_id, net, gross, count)
    SELECT client_id, CAST(date_trunc('month', issued_on) AS date),
           coalesce(unit_id, CAST('00000000-0000-0000-0000-000000000000' AS uuid)),
           sum(:sign * CASE type WHEN 'credit_note' THEN -net ELSE net END),
           sum(:sign * CASE type WHEN 'credit_note' THEN -gross ELSE gross END),
           sum(:sign * CASE type WHEN 'credit_note' THEN -1 ELSE 1 END)
    FROM invoice
    WHERE id = ANY(:ids) AND {turnover}
    GROUP BY 1, 2, 3
    ON CONFLICT (client_id, month, unit_id) DO UPDATE
    SET net = turnover_month.net + excluded.net, gross = turnover_month.gross + excluded.gross,
        count = turnover_month.count + excluded.count
"""
_ADD_TURNOVER = text(_TURNOVER_TEMPLATE.format(turnover=IS_TURNOVER))


async def add_turnover(
    session: AsyncSession, invoice_ids: Sequence[uuid.UUID], sign: int = 1
) -> None:
    """Adds issued documents to their months, or with -1 takes them out again; what is sent to the database counts.

    IS_TURNOVER says which of them are turnover.
    """
    await session.execute(_ADD_TURNOVER, {"ids": list(invoice_ids), "sign": sign})


async def epoch(session: AsyncSession) -> int:
    """Epoch of the database."""
    return await session.scalar(select(ServiceState.epoch)) or 1
