"""visits that a period is for, by the line and as they were invoiced"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The release before this one writes neither.
    op.add_column(
        "line",
        sa.Column("visits_per_period", sa.SmallInteger(), server_default="0", nullable=False),
    )
    op.add_column(
        "period", sa.Column("visits", sa.SmallInteger(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("period", "visits")
    op.drop_column("line", "visits_per_period")
