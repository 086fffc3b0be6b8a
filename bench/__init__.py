"""Measures the system against the bars of its goals; prints figures and asserts nothing about time."""
