"""titles and numbers of documents of clients"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_names",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("client_id"),
    )
    op.add_column(
        "state",
        sa.Column("documents_listed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("state", "documents_listed")
    op.drop_table("document_names")
