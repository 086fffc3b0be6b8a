"""What people run in this checkout: `./sys`, the local stack, demo data, importers and code generation."""
