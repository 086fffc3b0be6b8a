"""The BFF: the one door of the browser. Holds no business data."""
