"""Demo data: invented clients that look like a Latvian company's, the same on every machine for the same seed.

A client is made from its number alone, so any count is a prefix of a larger one, memory does not grow with it, and later modules
(invoices, visits …) can make the same people, companies and chains again instead of keeping them.
"""
