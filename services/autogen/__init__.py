"""The autogenerator of recurring invoices."""
