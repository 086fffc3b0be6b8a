"""Making invoices: plan what is due, make it, and both together."""
