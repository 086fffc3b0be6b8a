"""The catalogue in memory: every row of every client, its orders, filters and counts."""

from services.search.catalogue.catalogue import Catalogue, State
from services.search.catalogue.filter import Filter
from services.search.catalogue.record import (
    DocumentNames,
    Facts,
    Money,
    Record,
    Schedule,
    UnitRow,
    Visits,
)
from services.search.catalogue.told import Told, ToldColumns

__all__ = [
    "Catalogue",
    "DocumentNames",
    "Facts",
    "Filter",
    "Money",
    "Record",
    "Schedule",
    "State",
    "Told",
    "ToldColumns",
    "UnitRow",
    "Visits",
]
