"""Every statement of the invoices service, named by intent. Never commits."""
