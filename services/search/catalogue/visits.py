"""The last visit at all clients. One that nobody visited has none: no day, and a count of zero."""

from __future__ import annotations

from services.search.catalogue.columns import DayColumn, NumberColumn
from services.search.catalogue.orders import UNKNOWN
from services.search.catalogue.record import VISIT_COLUMNS, Visits
from services.search.catalogue.told import Place, ToldColumns


class VisitColumns(ToldColumns[Visits]):
    """The columns of VISIT_COLUMNS."""

    names = VISIT_COLUMNS
    nothing = (UNKNOWN, 0)

    def __init__(self) -> None:
        super().__init__((DayColumn(), NumberColumn()))

    def _values(self, told: Visits) -> tuple[int, ...]:
        return told.last_on or UNKNOWN, told.done

    def _made(self, ordinal: int, client_id: int, place: Place) -> Visits:
        last_on, done = (int(column.values[ordinal]) for column in self._numbers)
        return Visits(client_id, *place[:2], 0 if last_on == UNKNOWN else last_on, done)
