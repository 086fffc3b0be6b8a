"""The services: each an island with the same rooms; the bff has its own."""
