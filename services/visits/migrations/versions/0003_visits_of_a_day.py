"""visits of a day, whoever's they are"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("visit_of_day", "visit", ["day"])


def downgrade() -> None:
    op.drop_index("visit_of_day", "visit")
