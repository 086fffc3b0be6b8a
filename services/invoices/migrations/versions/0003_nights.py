"""the day that was told, and what the nightly recount found"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_state", sa.Column("told_on", sa.Date(), nullable=True))
    op.create_table(
        "recount_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("repaired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "recount_difference",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("stored", sa.Text(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["recount_run.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_recount_difference_run_id"), "recount_difference", ["run_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_recount_difference_run_id"), table_name="recount_difference")
    op.drop_table("recount_difference")
    op.drop_table("recount_run")
    op.drop_column("service_state", "told_on")
