"""The invoices service: system of record of invoices, payments and what is owed."""
