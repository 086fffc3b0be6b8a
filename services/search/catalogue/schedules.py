"""The next automatic invoice of all clients. One without a schedule has none coming: no day, and a sum of zero."""

from __future__ import annotations

from services.search.catalogue.columns import DayColumn, NumberColumn
from services.search.catalogue.orders import UNKNOWN
from services.search.catalogue.record import SCHEDULE_COLUMNS, Schedule
from services.search.catalogue.told import Place, ToldColumns


class ScheduleColumns(ToldColumns[Schedule]):
    """The columns of SCHEDULE_COLUMNS."""

    names = SCHEDULE_COLUMNS
    nothing = (UNKNOWN, 0)

    def __init__(self) -> None:
        super().__init__((DayColumn(), NumberColumn()))

    def _values(self, told: Schedule) -> tuple[int, ...]:
        return told.next_on or UNKNOWN, told.next_net

    def _made(self, ordinal: int, client_id: int, place: Place) -> Schedule:
        next_on, next_net = (int(column.values[ordinal]) for column in self._numbers)
        return Schedule(client_id, *place[:2], 0 if next_on == UNKNOWN else next_on, next_net)
