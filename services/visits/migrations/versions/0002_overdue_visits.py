"""visits that are still planned, by day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "visit_planned", "visit", ["day"], postgresql_where=sa.text("state = 'planned'")
    )


def downgrade() -> None:
    op.drop_index("visit_planned", "visit")
