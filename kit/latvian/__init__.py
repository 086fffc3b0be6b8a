"""Latvian domain text: names, numbers, order and search forms as pure functions without I/O."""
