"""Lines of the autogenerator for demo units whose visits are contracted."""

from __future__ import annotations

from datetime import date

from google.type import date_pb2

from sysapi.autogen.v1 import line_pb2
from sysapi.clients.v1 import client_pb2
from sysapi.invoices.v1 import invoice_pb2
from tools.demo import numbers
from tools.demo.draws import draws
from tools.demo.visits import contracted_in, contracted_month

_TOO_MANY = 0.15
_ISSUED_LATER = 0.2


def visit_lines_of(
    client: client_pb2.Client, index: int, seed: int, slices: int, today: date
) -> list[line_pb2.Line]:
    """The lines of a client for visits of its units in the first slices; a few say one visit more than is planned."""
    first, last = contracted_month(today)
    draw = draws(seed, "visit lines", index)
    found: list[line_pb2.Line] = []
    for site in contracted_in(client, index, seed, slices, first=first, last=last):
        more, later = draw(), draw()
        visits = site.visits + (more < _TOO_MANY)
        found.append(
            line_pb2.Line(
                id=numbers.stable_id(seed, f"visit line:{site.unit_id}"),
                client_id=client.id,
                unit_id=site.unit_id,
                service=site.kind,
                template=f"{site.kind} {{periods}}",
                quantity="1",
                unit="mēn.",
                unit_price=f"{28 * visits}.00",
                vat_category=invoice_pb2.VAT_CATEGORY_STANDARD,
                vat_rate="21",
                rule=line_pb2.Rule(
                    every_months=1,
                    timing=line_pb2.TIMING_IN_ARREARS,
                    issue_offset_days=31 if later < _ISSUED_LATER else 0,
                ),
                valid_from=date_pb2.Date(year=first.year, month=first.month, day=1),
                visits_per_period=visits,
            )
        )
    return found
