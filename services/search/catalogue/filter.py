"""What narrows the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from services.search.catalogue.record import FACET_COLUMNS


@dataclass(frozen=True, slots=True)
class Filter:
    """Narrowing by columns: alternatives within a column, all columns must fit. Empty ones do not narrow."""

    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    legal_form: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    min_overdue_cents: int = 0
    min_days_late: int = 0
    has_next_invoice: bool = False

    def chosen(self) -> list[tuple[str, tuple[str, ...]]]:
        """The columns of which values are chosen, with those."""
        pairs = [(name, getattr(self, name)) for name in FACET_COLUMNS]
        return [(name, values) for name, values in pairs if values]

    def least(self) -> list[tuple[str, int]]:
        """The columns told of by other services that must have at least so much; any day is one."""
        pairs = (
            ("overdue_cents", self.min_overdue_cents),
            ("days_late", self.min_days_late),
            ("next_invoice_on", int(self.has_next_invoice)),
        )
        return [(name, least) for name, least in pairs if least]

    def of_told(self) -> Filter:
        """The part that asks for what other services tell, which no text engine knows of."""
        return Filter(
            min_overdue_cents=self.min_overdue_cents,
            min_days_late=self.min_days_late,
            has_next_invoice=self.has_next_invoice,
        )
