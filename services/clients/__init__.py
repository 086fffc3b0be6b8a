"""The clients service: system of record of clients, their units and groups."""
