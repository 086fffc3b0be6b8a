"""A statement as XLSX: real days and numbers, and text that never becomes a formula."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from services.invoices.paper.statement_sheet import Statement, facts
from services.invoices.paper.wording import words

_HEAD = ("day", "entry", "entry_number", "raises", "lowers", "balance")
_WIDTHS = (18, 18, 26, 14, 14, 14)


def statement_workbook(statement: Statement) -> bytes:
    """One sheet: head, opening balance, a row for each entry, closing balance. The same bytes for the same statement."""
    said = words(statement.language)
    into = BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    book.set_properties({"title": said["statement"], "created": datetime(2000, 1, 1, tzinfo=UTC)})
    bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    money = book.add_format({"num_format": "#,##0.00"})
    bold_money = book.add_format({"num_format": "#,##0.00", "bold": True})
    page = book.add_worksheet(said["statement"][:31])
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    # write_string and write_number say what a cell is; write() would guess, and "=…" would be a formula.
    page.write_string(0, 0, said["statement"], bold)
    row = 1
    for name, value in (("", statement.seller), *facts(statement)):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
        row += 1
    row += 1
    for column, name in enumerate(_HEAD):
        page.write_string(row, column, said[name], head)
    page.freeze_panes(row + 1, 0)
    row += 1
    page.write_datetime(row, 0, statement.first, day)
    page.write_string(row, 1, said["opening"], bold)
    page.write_number(row, 5, _cell(statement.opening), bold_money)
    for entry in statement.entries:
        row += 1
        page.write_datetime(row, 0, entry.day, day)
        page.write_string(row, 1, entry.kind)
        page.write_string(row, 2, entry.number)
        if entry.raises:
            page.write_number(row, 3, _cell(entry.raises), money)
        if entry.lowers:
            page.write_number(row, 4, _cell(entry.lowers), money)
        page.write_number(row, 5, _cell(entry.balance), money)
    row += 1
    page.write_datetime(row, 0, statement.last, day)
    page.write_string(row, 1, said["closing"], bold)
    page.write_number(row, 5, _cell(statement.closing), bold_money)
    book.close()
    return into.getvalue()


def _cell(amount: Decimal) -> float:
    """The only number a cell can hold; cents up to a billion of euros survive it."""
    return float(amount)
