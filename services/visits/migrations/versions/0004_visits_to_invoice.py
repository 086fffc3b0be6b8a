"""units with visits of a month that are done and to be invoiced"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "visit_to_invoice",
        "visit",
        ["month", "client_id", "unit_id"],
        postgresql_where=sa.text("billable AND state = 'done'"),
    )


def downgrade() -> None:
    op.drop_index("visit_to_invoice", "visit")
