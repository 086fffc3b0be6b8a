"""The catalogue in memory: every row of every client, its orders, filters and counts."""

from services.search.catalogue.catalogue import Catalogue, Filter, State
from services.search.catalogue.record import Facts, Record, UnitRow

__all__ = ["Catalogue", "Facts", "Filter", "Record", "State", "UnitRow"]
