"""what is owed by day, how it was paid by month, and turnover of whole clients: kept by triggers"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A statement on due rows takes its old rows out of the projections and puts its new ones in: one trigger for each, with the sign as
# its argument. Whoever writes, by whatever statement, the projections follow in the same transaction, set-based.
PROJECT_DUES = """
CREATE FUNCTION project_dues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO owed_day AS kept (client_id, unit_id, in_time_until, open, amount, count)
    SELECT client_id, scope, in_time_until, TG_ARGV[0]::int * sum(open), TG_ARGV[0]::int * sum(amount), TG_ARGV[0]::int * count(*)
    FROM changed
    CROSS JOIN LATERAL (VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid), (unit_id)) AS scopes (scope)
    WHERE open > 0 AND scope IS NOT NULL
    GROUP BY client_id, scope, in_time_until
    ON CONFLICT (client_id, unit_id, in_time_until) DO UPDATE
    SET open = kept.open + excluded.open, amount = kept.amount + excluded.amount, count = kept.count + excluded.count;

    INSERT INTO paid_month AS kept (client_id, unit_id, month, days_late, amount, count)
    SELECT client_id, scope, date_trunc('month', in_time_until), settled_on - in_time_until,
           TG_ARGV[0]::int * sum(amount), TG_ARGV[0]::int * count(*)
    FROM changed
    CROSS JOIN LATERAL (VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid), (unit_id)) AS scopes (scope)
    WHERE settled_on IS NOT NULL AND scope IS NOT NULL
    GROUP BY client_id, scope, date_trunc('month', in_time_until), settled_on - in_time_until
    ON CONFLICT (client_id, unit_id, month, days_late) DO UPDATE
    SET amount = kept.amount + excluded.amount, count = kept.count + excluded.count;

    -- What was added may complete what an earlier statement took out, never the other way round.
    IF TG_ARGV[0] = '-1' THEN
        DELETE FROM owed_day USING (SELECT DISTINCT client_id, in_time_until FROM changed WHERE open > 0) AS gone
        WHERE owed_day.client_id = gone.client_id AND owed_day.in_time_until = gone.in_time_until AND owed_day.count = 0;
        DELETE FROM paid_month
        USING (SELECT DISTINCT client_id, date_trunc('month', in_time_until)::date AS month, settled_on - in_time_until AS days_late
               FROM changed WHERE settled_on IS NOT NULL) AS gone
        WHERE paid_month.client_id = gone.client_id AND paid_month.month = gone.month
          AND paid_month.days_late = gone.days_late AND paid_month.count = 0;
    END IF;
    RETURN NULL;
END
$$
"""

PROJECT_TURNOVER = """
CREATE FUNCTION project_turnover() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO client_month AS kept (client_id, month, net, gross, count)
    SELECT client_id, month, TG_ARGV[0]::int * sum(net), TG_ARGV[0]::int * sum(gross), TG_ARGV[0]::int * sum(count)
    FROM changed
    GROUP BY client_id, month
    ON CONFLICT (client_id, month) DO UPDATE
    SET net = kept.net + excluded.net, gross = kept.gross + excluded.gross, count = kept.count + excluded.count;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "owed_day",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("in_time_until", sa.Date(), nullable=False),
        sa.Column("open", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "unit_id", "in_time_until"),
    )
    op.create_table(
        "paid_month",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "unit_id", "month", "days_late"),
    )
    op.create_table(
        "client_month",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("net", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("gross", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "month"),
    )
    op.create_index(
        "turnover_of_unit", "turnover_month", ["client_id", "unit_id", "month"], unique=False
    )
    op.create_index(
        "invoice_of_unit",
        "invoice",
        ["unit_id", sa.literal_column("issued_on DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("unit_id IS NOT NULL"),
    )
    # Nothing is owed on a draft.
    op.execute(
        "UPDATE due SET open = 0 FROM invoice WHERE invoice.id = invoice_id AND state = 'draft'"
    )
    op.execute("""
        INSERT INTO owed_day
        SELECT client_id, scope, in_time_until, sum(open), sum(amount), count(*)
        FROM due
        CROSS JOIN LATERAL (VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid), (unit_id)) AS scopes (scope)
        WHERE open > 0 AND scope IS NOT NULL
        GROUP BY client_id, scope, in_time_until
    """)
    op.execute("""
        INSERT INTO paid_month
        SELECT client_id, scope, date_trunc('month', in_time_until), settled_on - in_time_until, sum(amount), count(*)
        FROM due
        CROSS JOIN LATERAL (VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid), (unit_id)) AS scopes (scope)
        WHERE settled_on IS NOT NULL AND scope IS NOT NULL
        GROUP BY client_id, scope, date_trunc('month', in_time_until), settled_on - in_time_until
    """)
    op.execute("""
        INSERT INTO client_month
        SELECT client_id, month, sum(net), sum(gross), sum(count) FROM turnover_month GROUP BY client_id, month
    """)
    op.execute(PROJECT_DUES)
    op.execute(PROJECT_TURNOVER)
    for table, function in (("due", "project_dues"), ("turnover_month", "project_turnover")):
        for event, rows, sign in (
            ("INSERT", "NEW", 1), ("UPDATE", "OLD", -1), ("UPDATE", "NEW", 1), ("DELETE", "OLD", -1),
        ):  # fmt: skip
            # Triggers of one event fire in order of their names.
            name = f"{function}_{event.lower()}_{'a_out' if sign < 0 else 'b_in'}"
            op.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {function}('{sign}')"
            )


def downgrade() -> None:
    op.execute("DROP FUNCTION project_turnover CASCADE")
    op.execute("DROP FUNCTION project_dues CASCADE")
    op.drop_index("invoice_of_unit", table_name="invoice")
    op.drop_index("turnover_of_unit", table_name="turnover_month")
    op.drop_table("client_month")
    op.drop_table("paid_month")
    op.drop_table("owed_day")
