"""The search service: the catalogue of all clients."""
