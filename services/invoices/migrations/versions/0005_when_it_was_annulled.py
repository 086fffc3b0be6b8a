"""when a document was annulled: a statement as of a day tells what was known then"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoice", sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE invoice SET annulled_at = annulled_on::timestamp AT TIME ZONE 'Europe/Riga' WHERE state = 'annulled'"
    )


def downgrade() -> None:
    op.drop_column("invoice", "annulled_at")
