"""Text engines: one port, two adapters."""
