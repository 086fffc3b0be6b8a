"""what the list sorts and filters by, and its totals by day of issue and beginning of the number"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PROJECT_DUES_OF_INVOICES = """
CREATE FUNCTION project_dues_of_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE invoice SET due_on = dues.due_on, oldest_open_until = dues.oldest_open_until
    FROM (
        SELECT changed.invoice_id, max(due.due_on) AS due_on, min(due.in_time_until) FILTER (WHERE due.open > 0) AS oldest_open_until
        FROM (SELECT DISTINCT invoice_id FROM changed) AS changed LEFT JOIN due USING (invoice_id)
        GROUP BY changed.invoice_id
    ) AS dues
    WHERE invoice.id = dues.invoice_id
      AND (invoice.due_on IS DISTINCT FROM dues.due_on OR invoice.oldest_open_until IS DISTINCT FROM dues.oldest_open_until);
    RETURN NULL;
END
$$
"""

# Rows are only added, what goes down too: writers of different clients never wait for each other. Drafts have no day: year 1.
_KEYS = """coalesce(issued_on, '0001-01-01') AS issued_on, CASE WHEN number IS NULL THEN '' ELSE left(number, -3) END AS number_start,
           state, type, open > 0 AS is_open"""
_SUMS = """sum(sign), sum(sign * net), sum(sign * vat), sum(sign * gross), sum(sign * open),
           min(due_on), max(due_on), min(number), max(number)"""
_INTO = """INSERT INTO invoice_total (issued_on, number_start, state, type, is_open, count, net, vat, gross, open,
                                      first_due, last_due, first_number, last_number)"""
PROJECT_INVOICES = """
CREATE FUNCTION project_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {into}
    SELECT {keys}, {sums}
    FROM (SELECT TG_ARGV[0]::int AS sign, * FROM changed) AS rows
    GROUP BY 1, 2, 3, 4, 5;
    RETURN NULL;
END
$$
"""
PROJECT_CHANGED_INVOICES = """
CREATE FUNCTION project_changed_invoices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {into}
    SELECT {keys}, {sums}
    FROM (SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed) AS rows
    GROUP BY 1, 2, 3, 4, 5
    HAVING sum(sign) <> 0 OR sum(sign * net) <> 0 OR sum(sign * vat) <> 0 OR sum(sign * gross) <> 0 OR sum(sign * open) <> 0
        OR min(due_on) FILTER (WHERE sign > 0) IS DISTINCT FROM min(due_on) FILTER (WHERE sign < 0)
        OR max(due_on) FILTER (WHERE sign > 0) IS DISTINCT FROM max(due_on) FILTER (WHERE sign < 0);
    RETURN NULL;
END
$$
"""
FILL = "{into} SELECT {keys}, {sums} FROM (SELECT 1 AS sign, * FROM invoice) AS rows GROUP BY 1, 2, 3, 4, 5"
PARTS = {"into": _INTO, "keys": _KEYS, "sums": _SUMS}
# A sum over everything has more digits than an amount.
SUM = sa.Numeric(precision=20, scale=2)


def upgrade() -> None:
    op.add_column("invoice", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("invoice", sa.Column("oldest_open_until", sa.Date(), nullable=True))
    op.execute("""
        UPDATE invoice SET due_on = dues.due_on, oldest_open_until = dues.oldest_open_until
        FROM (SELECT invoice_id, max(due_on) AS due_on, min(in_time_until) FILTER (WHERE open > 0) AS oldest_open_until
              FROM due GROUP BY invoice_id) AS dues
        WHERE invoice.id = dues.invoice_id
    """)
    op.create_table(
        "invoice_total",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("number_start", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("net", SUM, nullable=False),
        sa.Column("vat", SUM, nullable=False),
        sa.Column("gross", SUM, nullable=False),
        sa.Column("open", SUM, nullable=False),
        sa.Column("first_due", sa.Date(), nullable=True),
        sa.Column("last_due", sa.Date(), nullable=True),
        sa.Column("first_number", sa.Text(), nullable=True),
        sa.Column("last_number", sa.Text(), nullable=True),
        sa.Column("is_folded", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("invoice_total_by_day", "invoice_total", ["issued_on"], unique=False)
    op.create_index(
        "invoice_total_new",
        "invoice_total",
        ["issued_on", "number_start"],
        unique=False,
        postgresql_where=sa.text("NOT is_folded"),
    )
    op.execute(FILL.format_map(PARTS))
    op.drop_index("invoice_of_client", table_name="invoice")
    op.drop_index("invoice_open", table_name="invoice")
    op.create_index(
        "invoice_of_client",
        "invoice",
        ["client_id", sa.literal_column("issued_on DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_include=[
            "state", "type", "unit_id", "number", "net", "vat", "gross", "open", "due_on", "oldest_open_until",
        ],
    )  # fmt: skip
    op.create_index(
        "invoice_open",
        "invoice",
        ["oldest_open_until"],
        unique=False,
        postgresql_include=[
            "id", "client_id", "unit_id", "issued_on", "type", "number", "net", "vat", "gross", "open", "due_on",
        ],
        postgresql_where=sa.text("open > 0 AND state = 'issued'"),
    )  # fmt: skip
    for column in ("due_on", "gross", "open"):
        op.create_index(f"invoice_by_{column}", "invoice", [column, "id"], unique=False)
    op.create_index(
        "invoice_not_issued",
        "invoice",
        ["state", "issued_on", "id"],
        unique=False,
        postgresql_where=sa.text("state <> 'issued'"),
    )
    op.create_index(
        "invoice_of_rare_type",
        "invoice",
        ["type", "issued_on", "id"],
        unique=False,
        postgresql_where=sa.text("type <> 'invoice'"),
    )
    op.create_index(
        "due_overdue",
        "due",
        ["in_time_until"],
        unique=False,
        postgresql_include=["invoice_id", "client_id", "open"],
        postgresql_where=sa.text("open > 0"),
    )
    op.execute(PROJECT_DUES_OF_INVOICES)
    op.execute(PROJECT_INVOICES.format_map(PARTS))
    op.execute(PROJECT_CHANGED_INVOICES.format_map(PARTS))
    for name, event, table, referencing, call in (
        ("dues_inserted", "INSERT", "due", "NEW TABLE AS changed", "project_dues_of_invoices()"),
        ("dues_updated", "UPDATE", "due", "NEW TABLE AS changed", "project_dues_of_invoices()"),
        ("dues_deleted", "DELETE", "due", "OLD TABLE AS changed", "project_dues_of_invoices()"),
        ("inserted", "INSERT", "invoice", "NEW TABLE AS changed", "project_invoices('1')"),
        ("deleted", "DELETE", "invoice", "OLD TABLE AS changed", "project_invoices('-1')"),
        ("updated", "UPDATE", "invoice", "OLD TABLE AS removed NEW TABLE AS added", "project_changed_invoices()"),
    ):  # fmt: skip
        op.execute(
            f"CREATE TRIGGER list_{name} AFTER {event} ON {table} REFERENCING {referencing}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {call}"
        )


def downgrade() -> None:
    for function in ("project_changed_invoices", "project_invoices", "project_dues_of_invoices"):
        op.execute(f"DROP FUNCTION {function} CASCADE")
    op.drop_index("due_overdue", table_name="due")
    for name in (
        "of_rare_type",
        "not_issued",
        "by_open",
        "by_gross",
        "by_due_on",
        "open",
        "of_client",
    ):
        op.drop_index(f"invoice_{name}", table_name="invoice")
    op.create_index(
        "invoice_open",
        "invoice",
        ["client_id"],
        unique=False,
        postgresql_where=sa.text("open > 0 AND state = 'issued'"),
    )
    op.create_index(
        "invoice_of_client",
        "invoice",
        ["client_id", sa.literal_column("issued_on DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.drop_table("invoice_total")
    op.drop_column("invoice", "oldest_open_until")
    op.drop_column("invoice", "due_on")
