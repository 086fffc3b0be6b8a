"""the periods that wait for an approval are counted all the time"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "period_waiting", "period", ["issue_on"], postgresql_where=sa.text("needs_approval")
    )
