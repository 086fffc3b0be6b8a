"""cells of the grid unit by unit, as they are shown"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _order("client_id", "unit_id", "month")


def downgrade() -> None:
    _order("client_id", "month", "unit_id")


def _order(*columns: str) -> None:
    op.drop_constraint("month_count_pkey", "month_count")
    op.create_primary_key("month_count_pkey", "month_count", list(columns))
