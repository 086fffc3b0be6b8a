"""Visits at the sites of clients, and the plans that make them."""
